import { Link } from '@tanstack/react-router'
import type { Model } from '#src/know/insights/forecast/contract.ts'
import { useFormat, useWords } from '../../words/index.tsx'

/** By which model figures were made, of which purchases, and the way to what it rests on. While a new one is being put to use, older figures stand. */
export function Basis({ model, version }: { model: Model; version: number }) {
  const words = useWords().insights
  const format = useFormat()
  const same = model.version === version
  return (
    <p className="soft">
      {words.basis(version, same && model.from ? words.span(format.day(model.from), format.day(model.asOf)) : null)}{' '}
      <Link to="/insights" hash="models" className="link">
        {words.models}
      </Link>
    </p>
  )
}
