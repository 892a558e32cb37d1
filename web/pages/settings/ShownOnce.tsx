import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './settings.module.css'

interface ShownOnceProps {
  label: string
  note: string
  secret: string
  expiresAt: string
}

/** A secret that the server tells only now, with a button to copy it. */
export function ShownOnce({ label, note, secret, expiresAt }: ShownOnceProps) {
  const words = useWords()
  const format = useFormat()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  useEffect(() => field.current?.focus(), [])
  const copy = async () => {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(secret)
      setCopied(true)
    } catch {
      // no clipboard without a secure context: the text stands selected for Ctrl-C
    }
  }
  return (
    <section className={css.once} aria-label={label}>
      <h2>{label}</h2>
      <div className={css.secret}>
        <input ref={field} readOnly value={secret} aria-label={label} onFocus={(event) => event.target.select()} />
        <Button onClick={() => void copy()}>{copied ? words.shell.state.copied : words.shell.state.copy}</Button>
      </div>
      <p>{note}</p>
      <p className="soft">{words.settings.users.expires(format.moment(expiresAt))}</p>
    </section>
  )
}
