import type { EntryKind } from '#src/terms/index.ts'

/** What a person can write in place. */
export const writingKinds = ['note', 'call', 'wish', 'visit'] as const
export type WritingKind = (typeof writingKinds)[number]
export const isWritingKind = (kind: string | undefined): kind is WritingKind => writingKinds.some((one) => one === kind)

/** The filters over the timeline and the kinds of entries behind each. */
export const tabs = {
  all: [],
  purchases: ['purchase', 'return', 'cancellation'],
  billing: ['invoice', 'payment'],
  contacts: ['call', 'mail', 'visit', 'inquiry', 'complaint', 'feedback'],
  web: ['event', 'webVisit'],
  notes: ['note', 'wish'],
} as const satisfies Record<string, readonly EntryKind[]>
export type Tab = keyof typeof tabs
export const isTab = (tab: string): tab is Tab => Object.hasOwn(tabs, tab)

/** Entries not yet confirmed by the server have ids that begin so. */
export const pending = 'pending:'
