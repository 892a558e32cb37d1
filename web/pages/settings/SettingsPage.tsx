import { Link, Outlet } from '@tanstack/react-router'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { useWords } from '../../words/index.tsx'
import css from './settings.module.css'

export function SettingsPage() {
  const all = useWords()
  const words = all.settings
  const may = useMay()
  const sections = [
    { to: '/settings', label: words.account.title, exact: true },
    ...(may('user.read') ? [{ to: '/settings/users', label: words.users.title }] : []),
    ...(may('token.manage') ? [{ to: '/settings/tokens', label: words.tokens.title }] : []),
    ...(may('access.read') ? [{ to: '/settings/access', label: all.access.title }] : []),
    ...(may('history.verify') ? [{ to: '/settings/audit', label: all.audit.title }] : []),
  ]
  return (
    <Page title={words.title} narrow>
      <nav className={css.tabs} aria-label={words.sections}>
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
