import { lazy, Suspense, useState } from 'react'
import { Loading } from '../../../ui/States.tsx'
import { useFormat, useWords } from '../../../words/index.tsx'
import css from './list.module.css'

const Settings = lazy(() => import('./Weights.tsx').then((m) => ({ default: m.Settings })))

/** When the list was made, what teams have taught it, and its settings. Closed until somebody wants to know. */
export function Learned({ madeAt }: { madeAt: string | null }) {
  const words = useWords().attention
  const format = useFormat()
  const [open, setOpen] = useState(false)
  return (
    <details className={css.done} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.learned.title}</summary>
      {madeAt && <p className="soft small">{words.madeAt(format.moment(madeAt))}</p>}
      <p className="soft small">{words.learned.text}</p>
      {open && (
        <Suspense fallback={<Loading lines={2} />}>
          <Settings />
        </Suspense>
      )}
    </details>
  )
}
