import { type ReactNode, useEffect } from 'react'
import { useWords } from '../words/index.tsx'
import css from './Page.module.css'
import { visible } from './Text.tsx'

/** Names the browser's tab. */
export function useTitle(title: string | undefined): void {
  const { app } = useWords().shell
  useEffect(() => {
    document.title = title ? `${visible(title)} · ${app}` : app
  }, [title, app])
}

interface PageProps {
  title: string
  /** Under the title, in one line. */
  lead?: ReactNode
  actions?: ReactNode
  children: ReactNode
  narrow?: boolean
}

/** A page with a title in the serif, one line under it, and its actions on the right. */
export function Page({ title, lead, actions, children, narrow }: PageProps) {
  useTitle(title)
  return (
    <div className={narrow ? css.narrow : undefined}>
      <header className={css.head}>
        <div>
          <h1>{title}</h1>
          {lead && <p className="soft">{lead}</p>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}
