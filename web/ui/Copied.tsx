import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../words/index.tsx'
import css from './Copied.module.css'

interface CopiedProps {
  label: string
  text: string
  /** Takes the focus when it comes: what is told only now. */
  focus?: boolean
}

/** A text to be taken elsewhere, with a button to copy it. */
export function Copied({ label, text, focus = false }: CopiedProps) {
  const { state } = useWords().shell
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (focus) field.current?.focus()
  }, [focus])
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
    <div className={css.copied}>
      <input ref={field} readOnly value={text} aria-label={label} onFocus={(event) => event.target.select()} />
      <Button onClick={() => void copy()} aria-label={`${copied ? state.copied : state.copy}: ${label}`}>
        {copied ? state.copied : state.copy}
      </Button>
    </div>
  )
}
