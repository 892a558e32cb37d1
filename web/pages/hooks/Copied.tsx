import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { useWords } from '../../words/index.tsx'
import css from './hooks.module.css'

/** A text to be taken elsewhere, with a button to copy it. */
export function Copied({ label, text }: { label: string; text: string }) {
  const { state } = useWords().shell
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      // no clipboard without a secure context: the text stands selected for Ctrl-C
    }
  }
  return (
    <div className={css.copy}>
      <input ref={field} readOnly value={text} aria-label={label} onFocus={(event) => event.target.select()} />
      <Button onClick={() => void copy()} aria-label={`${state.copy}: ${label}`}>
        {copied ? state.copied : state.copy}
      </Button>
    </div>
  )
}
