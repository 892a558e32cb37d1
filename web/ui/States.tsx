import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { ApiError } from '../api/problem.ts'
import { useWords } from '../words/index.tsx'
import css from './States.module.css'

/** Grey lines in the place of what is coming. Appears late, so that quick answers do not flicker. */
export function Loading({ lines = 5 }: { lines?: number }) {
  const words = useWords()
  return (
    <div className={css.loading} role="status">
      <span className="hidden-text">{words.shell.state.loading}</span>
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike
        <i key={i} />
      ))}
    </div>
  )
}

/** Nothing here, and what one can do about it. */
export function Empty({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className={css.empty}>
      <p className={css.emptyTitle}>{title}</p>
      {text && <p className="soft">{text}</p>}
      {children && <div className={css.emptyActions}>{children}</div>}
    </div>
  )
}

/** What is wrong and what to do next, in words. Never a stack trace. */
function useProblem(error: unknown): { because: string; next: string | undefined } {
  const { by } = useWords().shell.problem
  const failure = error instanceof ApiError ? error : undefined
  const known = by[failure?.code ?? 'unexpected']
  if (known) return known
  return { because: failure!.message, next: failure!.next }
}

interface FailureProps {
  error: unknown
  retry?: () => void
  children?: ReactNode
}

/** A failure in its place on the page: says what is wrong, and offers to try again. */
export function Failure({ error, retry, children }: FailureProps) {
  const words = useWords()
  const { because, next } = useProblem(error)
  return (
    <div className={css.failure} role="alert">
      <p>
        <strong>{because}</strong>
      </p>
      {next && <p>{next}</p>}
      {error instanceof ApiError && error.fields.length > 0 && (
        <ul>
          {error.fields.map((field) => (
            <li key={`${field.path} ${field.detail}`}>
              <span className="mono">{field.path.slice(1)}</span> {field.detail}
            </li>
          ))}
        </ul>
      )}
      {children}
      {retry && (
        <Button className={css.retry} onClick={retry}>
          {words.shell.state.retry}
        </Button>
      )}
    </div>
  )
}
