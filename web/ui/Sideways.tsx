import type { ReactNode } from 'react'
import css from './Sideways.module.css'

/** A wide table that scrolls sideways on its own, reachable by the keyboard, so that the page itself never does. */
export function Sideways({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer
    <section className={css.sideways} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
