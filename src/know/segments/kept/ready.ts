import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Language } from '#src/terms/index.ts'
import type { Condition } from '../contract.ts'
import { envFor } from '../live/asking.ts'
import { compile } from '../queries/compile.ts'
import { type Ready, type ReadyCode, readyCodes, type Segment } from './contract.ts'
import { keep, list } from './kept.ts'
import { texts } from './ready-texts.ts'

const stage = (value: string): Condition => ({ field: 'stage', op: 'is', value })
const group = (value: string): Condition => ({ field: 'rfm.group', op: 'is', value })
const consented = (channel: string): Condition => ({ field: `consent.${channel}`, op: 'is', value: 'granted' })
const unlike = (condition: Condition): Condition => ({ not: condition })

/** What each ready-made segment asks, in words that everybody can then change. */
export const readyConditions: Readonly<Record<ReadyCode, Condition>> = {
  champions: group('champions'),
  cantLose: group('cantLose'),
  slipping: stage('slipping'),
  new: stage('new'),
  oneTime: {
    all: [
      { field: 'purchaseDays', op: 'is', value: 1 },
      { field: 'lastPurchase', op: 'older', value: 90 },
    ],
  },
  wonBack: stage('wonBack'),
  lost: stage('lost'),
  lostAfterComplaint: { all: [stage('lost'), { field: 'complaints', op: 'atLeast', value: 1 }] },
  noConsent: {
    all: [unlike(consented('email')), unlike(consented('sms')), unlike(consented('phone')), unlike(consented('post'))],
  },
  bounced: { happened: 'mailBounced', window: { last: 365 }, op: 'atLeast', value: 1 },
  anniversarySoon: { field: 'anniversary', op: 'coming', value: 14 },
  birthdaySoon: { field: 'birthday', op: 'coming', value: 14 },
  unreachable: {
    all: [
      { field: 'email', op: 'empty' },
      { field: 'phone', op: 'empty' },
      { field: 'street', op: 'empty' },
    ],
  },
}

/** What can be added with one click: of the ready-made ones those that can be asked here and now. */
export async function offered(context: Context): Promise<Ready> {
  const { segments } = await list(context)
  const env = await envFor(context.db, context, new Map(), context.actor)
  const language = languageOf(context)
  return {
    ready: readyCodes.flatMap((code) => {
      const condition = readyConditions[code]
      if (!canBeAsked(() => compile(condition, env))) return []
      const [name, about] = texts[language][code]
      return [{ code, name, about, condition, added: segments.find((one) => one.ready === code)?.id ?? null }]
    }),
  }
}

function canBeAsked(ask: () => unknown): boolean {
  try {
    ask()
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

const languageOf = ({ actor }: Context): Language => (actor.kind === 'system' ? 'fi' : actor.language)

/** Adds a ready-made segment, as one's own. */
export function add(context: Context, code: ReadyCode): Promise<Segment> {
  authorize(context.actor, 'segment.write')
  const [name, about] = texts[languageOf(context)][code]
  return keep(context, { name, about, condition: readyConditions[code], ready: code })
}
