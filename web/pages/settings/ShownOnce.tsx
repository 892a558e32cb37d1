import { Copied } from '../../ui/Copied.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './settings.module.css'

interface ShownOnceProps {
  label: string
  note: string
  secret: string
  expiresAt: string
}

/** A secret that the server tells only now. */
export function ShownOnce({ label, note, secret, expiresAt }: ShownOnceProps) {
  const { users } = useWords().settings
  const format = useFormat()
  return (
    <section className={css.once} aria-label={label}>
      <h2>{label}</h2>
      <Copied key={secret} label={label} text={secret} focus />
      <p>{note}</p>
      <p className="soft">{users.expires(format.moment(expiresAt))}</p>
    </section>
  )
}
