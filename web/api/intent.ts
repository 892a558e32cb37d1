import { useRef } from 'react'
import { newKey } from './client.ts'

/**
 * The idempotency key of what is being sent: the same for a repeated try of the same content, so that a lost answer never makes two of
 * it; new for other content and after `done`.
 */
export function useIntent(): { keyFor: (content: unknown) => string; done: () => void } {
  const kept = useRef<{ content: string; key: string } | null>(null)
  return {
    keyFor: (content) => {
      const text = JSON.stringify(content)
      if (kept.current?.content !== text) kept.current = { content: text, key: newKey() }
      return kept.current.key
    },
    done: () => {
      kept.current = null
    },
  }
}
