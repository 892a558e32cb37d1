import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { type QualityMeasure, qualityMeasures } from '#src/terms/index.ts'
import { ApiError } from './api/problem.ts'
import { meQuery } from './api/queries.ts'
import type { Condition } from '#src/know/segments/contract.ts'
import { isCondition, listSearch } from './pages/lists/state.ts'
import { queryClient } from './query-client.ts'
import { Crashed, Missing } from './ui/Fallbacks.tsx'
import { Shell } from './ui/Shell.tsx'
import { speak } from './words/index.tsx'

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: Missing, errorComponent: Crashed })

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined)

const repairParts = ['source', 'import', 'layout', 'code', 'field', 'ready', 'state'] as const
type RepairsSearch = Partial<Record<(typeof repairParts)[number], string>>

/** A place within this app: `//elsewhere` is another host. */
const ownAddress = /^\/(?![/\\])/

/** The first page of the day: after that `/` is Today for everybody. */
let landed = false

/** Everything behind the sign-in stands inside the frame. */
const frame = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      const me = await queryClient.ensureQueryData(meQuery)
      await speak(me.language)
      if (me.secondFactor.needed) throw redirect({ to: '/two-step' })
      const first = !landed
      landed = true
      if (first && me.role === 'steward' && location.href === '/') throw redirect({ to: '/quality' })
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        throw redirect({ to: '/sign-in', search: { to: location.href === '/' ? undefined : location.href } })
      }
      throw error
    }
  },
  errorComponent: Crashed,
})

const today = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/today/TodayPage.tsx'), 'TodayPage'),
})
const customers = createRoute({
  getParentRoute: () => frame,
  path: '/customers',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('./pages/customers/CustomersPage.tsx'), 'CustomersPage'),
})
const insights = createRoute({
  getParentRoute: () => frame,
  path: '/insights',
  component: lazyRouteComponent(() => import('./pages/insights/InsightsPage.tsx'), 'InsightsPage'),
})
const purchases = createRoute({
  getParentRoute: () => frame,
  path: '/purchases',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('./pages/lists/OtherLists.tsx'), 'PurchasesPage'),
})
const products = createRoute({
  getParentRoute: () => frame,
  path: '/products',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('./pages/lists/OtherLists.tsx'), 'ProductsPage'),
})
const contacts = createRoute({
  getParentRoute: () => frame,
  path: '/contacts',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('./pages/lists/OtherLists.tsx'), 'ContactsPage'),
})
const segments = createRoute({
  getParentRoute: () => frame,
  path: '/segments',
  component: lazyRouteComponent(() => import('./pages/segments/SegmentsPage.tsx'), 'SegmentsPage'),
})
const newSegment = createRoute({
  getParentRoute: () => frame,
  path: '/segments/new',
  validateSearch: (search: Record<string, unknown>): { where?: Condition } =>
    isCondition(search.where) ? { where: search.where } : {},
  component: lazyRouteComponent(() => import('./pages/segments/NewSegmentPage.tsx'), 'NewSegmentPage'),
})
const segment = createRoute({
  getParentRoute: () => frame,
  path: '/segments/$id',
  component: lazyRouteComponent(() => import('./pages/segments/SegmentPage.tsx'), 'SegmentPage'),
})
const past = createRoute({
  getParentRoute: () => frame,
  path: '/lists/past',
  component: lazyRouteComponent(() => import('./pages/lists/PastPage.tsx'), 'PastPage'),
})
const customer = createRoute({
  getParentRoute: () => frame,
  path: '/customers/$id',
  validateSearch: (search: Record<string, unknown>): { write?: string; tab?: string } => ({
    ...(text(search.write) ? { write: text(search.write)! } : {}),
    ...(text(search.tab) ? { tab: text(search.tab)! } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/customer/CustomerPage.tsx'), 'CustomerPage'),
})
const imports = createRoute({
  getParentRoute: () => frame,
  path: '/imports',
  component: lazyRouteComponent(() => import('./pages/imports/ImportsPage.tsx'), 'ImportsPage'),
})
const repairs = createRoute({
  getParentRoute: () => frame,
  path: '/repairs',
  validateSearch: (search: Record<string, unknown>): RepairsSearch => {
    const given = repairParts.map((part) => [part, text(search[part] === true ? 'true' : search[part])] as const)
    return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as RepairsSearch
  },
  component: lazyRouteComponent(() => import('./pages/repairs/RepairsPage.tsx'), 'RepairsPage'),
})
const newImport = createRoute({
  getParentRoute: () => frame,
  path: '/imports/new',
  component: lazyRouteComponent(() => import('./pages/imports/NewImportPage.tsx'), 'NewImportPage'),
})
const importPage = createRoute({
  getParentRoute: () => frame,
  path: '/imports/$id',
  validateSearch: (search: Record<string, unknown>): { rows?: string } =>
    text(search.rows) ? { rows: text(search.rows)! } : {},
  component: lazyRouteComponent(() => import('./pages/import/ImportPage.tsx'), 'ImportPage'),
})
const duplicates = createRoute({
  getParentRoute: () => frame,
  path: '/duplicates',
  validateSearch: (search: Record<string, unknown>): { id?: string; show?: string } => ({
    ...(text(search.id) ? { id: text(search.id)! } : {}),
    ...(text(search.show) ? { show: text(search.show)! } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/duplicates/DuplicatesPage.tsx'), 'DuplicatesPage'),
})
const quality = createRoute({
  getParentRoute: () => frame,
  path: '/quality',
  component: lazyRouteComponent(() => import('./pages/quality/QualityPage.tsx'), 'QualityPage'),
})
const sources = createRoute({
  getParentRoute: () => frame,
  path: '/sources',
  validateSearch: (search: Record<string, unknown>): { measure?: QualityMeasure; source?: string; kind?: string } => {
    const measure = qualityMeasures.find((one) => one === search.measure)
    return {
      ...(measure ? { measure } : {}),
      ...(text(search.source) ? { source: text(search.source)! } : {}),
      ...(text(search.kind) ? { kind: text(search.kind)! } : {}),
    }
  },
  component: lazyRouteComponent(() => import('./pages/sources/SourcesPage.tsx'), 'SourcesPage'),
})
const source = createRoute({
  getParentRoute: () => frame,
  path: '/sources/$id',
  validateSearch: (search: Record<string, unknown>): { fact?: string; measure?: string; side?: string } => ({
    ...(text(search.fact) ? { fact: text(search.fact)! } : {}),
    ...(text(search.measure) ? { measure: text(search.measure)! } : {}),
    ...(text(search.side) ? { side: text(search.side)! } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/sources/SourcePage.tsx'), 'SourcePage'),
})
const systems = createRoute({
  getParentRoute: () => frame,
  path: '/systems',
  component: lazyRouteComponent(() => import('./pages/systems/SystemsPage.tsx'), 'SystemsPage'),
})
const system = createRoute({
  getParentRoute: () => frame,
  path: '/systems/$id',
  component: lazyRouteComponent(() => import('./pages/systems/SystemPage.tsx'), 'SystemPage'),
})
const hooks = createRoute({
  getParentRoute: () => frame,
  path: '/hooks',
  component: lazyRouteComponent(() => import('./pages/hooks/HooksPage.tsx'), 'HooksPage'),
})
const hook = createRoute({
  getParentRoute: () => frame,
  path: '/hooks/$id',
  component: lazyRouteComponent(() => import('./pages/hooks/HookPage.tsx'), 'HookPage'),
})
const forms = createRoute({
  getParentRoute: () => frame,
  path: '/forms',
  component: lazyRouteComponent(() => import('./pages/forms/FormsPage.tsx'), 'FormsPage'),
})
const form = createRoute({
  getParentRoute: () => frame,
  path: '/forms/$id',
  component: lazyRouteComponent(() => import('./pages/forms/FormPage.tsx'), 'FormPage'),
})
const settings = createRoute({
  getParentRoute: () => frame,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/SettingsPage.tsx'), 'SettingsPage'),
})
const account = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/settings/AccountPage.tsx'), 'AccountPage'),
})
const users = createRoute({
  getParentRoute: () => settings,
  path: '/users',
  component: lazyRouteComponent(() => import('./pages/settings/UsersPage.tsx'), 'UsersPage'),
})
const tokens = createRoute({
  getParentRoute: () => settings,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./pages/settings/TokensPage.tsx'), 'TokensPage'),
})
const lookParts = ['actor', 'customer', 'way', 'from', 'to'] as const
const accessLog = createRoute({
  getParentRoute: () => settings,
  path: '/access',
  validateSearch: (search: Record<string, unknown>): Partial<Record<(typeof lookParts)[number], string>> =>
    Object.fromEntries(lookParts.flatMap((part) => (text(search[part]) ? [[part, text(search[part])!]] : []))),
  component: lazyRouteComponent(() => import('./pages/access/AccessPage.tsx'), 'AccessPage'),
})
const cleanup = createRoute({
  getParentRoute: () => frame,
  path: '/cleanup',
  validateSearch: (search: Record<string, unknown>): { field?: string } =>
    text(search.field) ? { field: text(search.field)! } : {},
  component: lazyRouteComponent(() => import('./pages/cleanup/CleanupPage.tsx'), 'CleanupPage'),
})
const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  component: lazyRouteComponent(() => import('./pages/audit/AuditPage.tsx'), 'AuditPage'),
})
const done = createRoute({
  getParentRoute: () => rootRoute,
  path: '/done',
  component: lazyRouteComponent(() => import('./pages/systems/DonePage.tsx'), 'DonePage'),
})
const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string; problem?: string } => ({
    ...(ownAddress.test(text(search.to) ?? '') ? { to: text(search.to)! } : {}),
    ...(text(search.problem) ? { problem: text(search.problem)! } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/entry/SignInPage.tsx'), 'SignInPage'),
})
const twoStep = createRoute({
  getParentRoute: () => rootRoute,
  path: '/two-step',
  component: lazyRouteComponent(() => import('./pages/entry/TwoStepPage.tsx'), 'TwoStepPage'),
})
const setup = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/entry/SetupPage.tsx'), 'SetupPage'),
})
const invitation = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./pages/entry/InvitationPage.tsx'), 'InvitationPage'),
})

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    frame.addChildren([
      today,
      customers,
      customer,
      purchases,
      products,
      contacts,
      past,
      segments,
      insights,
      newSegment,
      segment,
      imports,
      repairs,
      duplicates,
      newImport,
      importPage,
      quality,
      sources,
      source,
      systems,
      hooks,
      hook,
      forms,
      form,
      system,
      cleanup,
      settings.addChildren([account, users, tokens, accessLog, audit]),
    ]),
    done,
    signIn,
    twoStep,
    setup,
    invitation,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingMs: 300,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
