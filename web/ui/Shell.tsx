import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useMay, useMe } from '../api/session.ts'
import { useWords } from '../words/index.tsx'
import { AwayBanner } from './AwayBanner.tsx'
import { Icon, type IconName } from './Icon.tsx'
import { Palette } from './Palette.tsx'
import css from './Shell.module.css'
import { followDevice } from './scheme.ts'
import { AddCustomerContext } from './shell-context.ts'
import { SignInAgain } from './SignInAgain.tsx'

const NewCustomer = lazy(() => import('../pages/customers/NewCustomer.tsx').then((m) => ({ default: m.NewCustomer })))

/** The frame of every page: menu, search, and what may lie over a page (the palette, a new customer, signing in again). */
export function Shell() {
  const words = useWords()
  const me = useMe()
  const may = useMay()
  const [finding, setFinding] = useState(false)
  const [adding, setAdding] = useState<string | null>(null)
  // at once: what is typed right after the keys belongs into the palette
  const find = () => flushSync(() => setFinding(true))
  useHotkeys([
    ['mod+K', find],
    ['/', find],
  ])
  useEffect(() => followDevice(me.theme), [me.theme])
  return (
    <AddCustomerContext value={setAdding}>
      <a href="#content" className={css.skip}>
        {words.shell.skip}
      </a>
      <div className={css.app}>
        <Menu />
        <main id="content" tabIndex={-1} className={css.main}>
          <div className={css.top}>
            <button type="button" className={css.find} onClick={() => setFinding(true)} aria-keyshortcuts="Control+K /">
              <Icon name="search" />
              <span className={css.long}>{words.shell.search.placeholder}</span>
              <span className={css.short}>{words.shell.search.short}</span>
              <kbd>{words.shell.search.key}</kbd>
            </button>
            {may('customer.create') && (
              <Button className={css.add} onClick={() => setAdding('')}>
                {words.customers.add}
              </Button>
            )}
          </div>
          <AwayBanner />
          <Outlet />
        </main>
      </div>
      <Palette open={finding} close={() => setFinding(false)} />
      {adding !== null && (
        <Suspense fallback={null}>
          <NewCustomer typed={adding} close={() => setAdding(null)} />
        </Suspense>
      )}
      <SignInAgain userId={me.id} />
      <PageFocus />
    </AddCustomerContext>
  )
}

function Menu() {
  const words = useWords()
  const me = useMe()
  const may = useMay()
  const items: { to: string; label: string; icon: IconName; exact?: boolean; after?: boolean }[] = [
    { to: '/', label: words.shell.nav.today, icon: 'today', exact: true },
    { to: '/customers', label: words.shell.nav.customers, icon: 'customers' },
    ...(may('import.read')
      ? [{ to: '/imports', label: words.shell.nav.imports, icon: 'imports' as const, after: true }]
      : []),
    { to: '/settings', label: words.shell.nav.settings, icon: 'settings', after: !may('import.read') },
  ]
  return (
    <nav className={css.menu} aria-label={words.shell.nav.label}>
      <span className={css.brand}>{words.shell.app}</span>
      {items.map((item) => (
        <Link
          key={item.to}
          to={item.to}
          className={css.item}
          activeOptions={{ exact: item.exact ?? false }}
          data-after={item.after || undefined}
        >
          <Icon name={item.icon} />
          {item.label}
        </Link>
      ))}
      <Link to="/settings" className={css.me} activeOptions={{ exact: true }} activeProps={{}}>
        <bdi>{me.name}</bdi>
        <span>{words.terms.role[me.role]}</span>
      </Link>
    </nav>
  )
}

/** After a change of page the focus goes to the content, so that a screen reader and the keyboard go on from there. */
function PageFocus() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const before = useRef(path)
  useEffect(() => {
    const arrived = before.current === undefined || before.current === path
    before.current = path
    if (arrived || document.querySelector('dialog[open]')) return
    document.getElementById('content')?.focus({ preventScroll: true })
  }, [path])
  return null
}
