import { Fragment, type ReactNode } from 'react'
import { useWords } from '../words/index.tsx'

// Controls, bidirectional overrides and characters without a picture. Joiners stay: they shape letters and emoji.
const odd = /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\ufffc]/gu

/** The text without what cannot be seen: for titles and labels, where a mark cannot be drawn. */
export function visible(text: string): string {
  return text.replace(odd, '')
}

/** Text from a stranger, isolated so that its direction cannot spill over, with invisible characters shown for what they are. */
export function Written({ text }: { text: string }) {
  const words = useWords()
  const parts: ReactNode[] = []
  let from = 0
  for (const hit of text.matchAll(odd)) {
    const code = `U+${hit[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
    parts.push(
      <Fragment key={hit.index}>
        {text.slice(from, hit.index)}
        <span className="odd" title={words.shell.odd.mark(code)}>
          {code}
        </span>
      </Fragment>,
    )
    from = hit.index + hit[0].length
  }
  return (
    <bdi>
      {parts}
      {text.slice(from)}
    </bdi>
  )
}
