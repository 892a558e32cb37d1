import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { useWords } from '../../words/index.tsx'
import css from './settings.module.css'

export function SettingsPage() {
  const all = useWords()
  const words = all.settings
  const may = useMay()
  const tabs = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  // on a phone the open one may be beyond the edge
  useEffect(() => {
    if (path !== undefined) tabs.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest' })
  }, [path])
  const sections = [
    { to: '/settings', label: words.account.title, exact: true },
    ...(may('user.read') ? [{ to: '/settings/users', label: words.users.title }] : []),
    ...(may('token.manage') ? [{ to: '/settings/tokens', label: words.tokens.title }] : []),
    ...(may('access.read') ? [{ to: '/settings/access', label: all.access.title }] : []),
    ...(may('history.verify') ? [{ to: '/settings/audit', label: all.audit.title }] : []),
  ]
  return (
    <Page title={words.title} narrow>
      <nav ref={tabs} className={css.tabs} aria-label={words.sections}>
        {sections.map((section) => (
          <Link key={section.to} to={section.to} activeOptions={{ exact: section.exact ?? false }}>
            {section.label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </Page>
  )
}
