import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../words/index.tsx'
import css from './systems.module.css'

/** What a system proves itself with, or we to it: told only now, with a button to copy it. */
export function Secret({ secret, way }: { secret: string; way: string }) {
  const all = useWords()
  const words = all.systems
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
    <section className={css.sheet} aria-label={words.secret}>
      <h2>{words.secret}</h2>
      <p>{words.secretNotes[way]}</p>
      <div className={css.secret}>
        <input
          ref={field}
          readOnly
          value={secret}
          aria-label={words.secret}
          onFocus={(event) => event.target.select()}
        />
        <Button onClick={() => void copy()}>{copied ? all.shell.state.copied : all.shell.state.copy}</Button>
      </div>
    </section>
  )
}
