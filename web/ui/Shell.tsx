import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { Fragment, lazy, Suspense, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useMay, useMe } from '../api/session.ts'
import { useWords } from '../words/index.tsx'
import { AwayBanner } from './AwayBanner.tsx'
import { Dialog } from './Dialog.tsx'
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

interface MenuItem {
  to: string
  label: string
  icon: IconName
  exact?: boolean
  /** Where else the item stands for the page: what is opened from it. */
  covers?: readonly string[]
  /** Begins a group; the word over it, if it has one. */
  group?: string | true
}

/** The pages that the person may open: everybody's, those about the data, and the settings. */
function useMenu(): MenuItem[] {
  const { nav } = useWords().shell
  const may = useMay()
  const data: MenuItem[] = [
    ...(may('quality.read')
      ? [{ to: '/quality', label: nav.quality, icon: 'quality' as const, covers: ['/cleanup'] }]
      : []),
    ...(may('quality.read') ? [{ to: '/repairs', label: nav.repairs, icon: 'repairs' as const }] : []),
    ...(may('customer.merge') ? [{ to: '/duplicates', label: nav.duplicates, icon: 'duplicates' as const }] : []),
    ...(may('source.read')
      ? [{ to: '/sources', label: nav.sources, icon: 'sources' as const, covers: ['/hooks', '/forms'] }]
      : []),
    ...(may('system.read') ? [{ to: '/systems', label: nav.systems, icon: 'systems' as const }] : []),
    ...(may('import.read') ? [{ to: '/imports', label: nav.imports, icon: 'imports' as const }] : []),
  ]
  return [
    { to: '/', label: nav.today, icon: 'today', exact: true },
    {
      to: '/customers',
      label: nav.customers,
      icon: 'customers',
      covers: ['/purchases', '/products', '/contacts', '/lists'],
    },
    ...(may('segment.read') ? [{ to: '/segments', label: nav.segments, icon: 'segments' as const }] : []),
    ...(may('value.read') ? [{ to: '/insights', label: nav.insights, icon: 'insights' as const }] : []),
    ...data.map((item, i) => (i === 0 ? { ...item, group: nav.data } : item)),
    { to: '/settings', label: nav.settings, icon: 'settings', group: true },
  ]
}

/** How many items fit under a phone's page, the one that shows the rest included. */
const onPhone = 5

function Menu() {
  const words = useWords()
  const me = useMe()
  const items = useMenu()
  const [more, setMore] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const kept = items.length > onPhone ? onPhone - 1 : items.length
  const rest = items.slice(kept)
  const here = rest.some((item) => path.startsWith(item.to) || covered(item, path))
  return (
    <nav className={css.menu} aria-label={words.shell.nav.label}>
      <span className={css.brand}>{words.shell.app}</span>
      {items.map((item, i) => (
        <Fragment key={item.to}>
          {typeof item.group === 'string' && <span className={css.group}>{item.group}</span>}
          <Item item={item} rest={i >= kept} path={path} />
        </Fragment>
      ))}
      {rest.length > 0 && (
        <button
          type="button"
          className={`${css.item} ${css.more} ${here ? 'active' : ''}`}
          aria-haspopup="dialog"
          onClick={() => setMore(true)}
        >
          <Icon name="more" />
          {words.shell.nav.more}
        </button>
      )}
      <Link to="/settings" className={css.me} activeOptions={{ exact: true }} activeProps={{}}>
        <bdi>{me.name}</bdi>
        <span>{words.terms.role[me.role]}</span>
      </Link>
      <Dialog open={more} close={() => setMore(false)} as="side" label={words.shell.nav.more}>
        <div className={css.rest}>
          <button type="button" className="link" onClick={() => setMore(false)}>
            {words.shell.state.close}
          </button>
          {rest.map((item) => (
            <Link key={item.to} to={item.to} onClick={() => setMore(false)}>
              <Icon name={item.icon} />
              {item.label}
            </Link>
          ))}
        </div>
      </Dialog>
    </nav>
  )
}

const covered = (item: MenuItem, path: string) => item.covers?.some((one) => path.startsWith(one)) ?? false

function Item({ item, rest, path }: { item: MenuItem; rest: boolean; path: string }) {
  return (
    <Link
      to={item.to}
      className={`${css.item} ${covered(item, path) ? 'active' : ''}`}
      activeOptions={{ exact: item.exact ?? false }}
      data-after={item.group === true || undefined}
      data-rest={rest || undefined}
    >
      <Icon name={item.icon} />
      {item.label}
    </Link>
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
