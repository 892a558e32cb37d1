import type { Static } from 'typebox'
import type {
  Acted,
  Attention,
  AttentionReset,
  AttentionSettings,
  CustomerAttention,
  Finish,
} from '#src/act/today/contract.ts'
import type { CustomerDeviations } from '#src/know/insights/deviations/contract.ts'
import type {
  Excluded,
  ProductKey,
  SuggestionModel,
  SuggestionRun,
  Suggestions,
} from '#src/know/insights/suggestions/contract.ts'
import type { Best, CustomerForecast, ForecastRun, Insights, Terms } from '#src/know/insights/forecast/contract.ts'
import type { Condition, ConditionFields } from '#src/know/segments/contract.ts'
import type {
  Changes as SegmentChanges,
  CustomerSegments,
  Members as SegmentMembers,
  Overlap,
  Picked,
  PicksChange,
  PicksDraft,
  Ready,
  ReadyCode,
  Segment,
  SegmentChange,
  SegmentCount,
  SegmentDraft,
  SegmentList,
  SegmentUses,
  Sizes,
} from '#src/know/segments/kept/contract.ts'

/** Addresses of insights, segments and the shopkeeper's list, as `routes.ts` has those of the rest. */
export interface KnownGets {
  '/attention': { query: { scope: 'mine' | 'team'; after?: string }; answer: Attention }
  '/attention/settings': { answer: AttentionSettings }
  '/customers/:id/attention': { answer: CustomerAttention }
  '/insights': { answer: Insights }
  '/insights/best': { query: { currency?: string }; answer: Best }
  '/customers/:id/forecast': { answer: CustomerForecast }
  '/customers/:id/suggestions': { answer: Suggestions }
  '/suggestions': { answer: SuggestionModel }
  '/customers/:id/deviations': { answer: CustomerDeviations }
  '/conditions/fields': { answer: ConditionFields }
  '/segments': { answer: SegmentList }
  '/segments/ready': { answer: Ready }
  '/segments/:id': { answer: Segment }
  '/segments/:id/sizes': { answer: Sizes }
  '/segments/:id/overlap': { answer: Overlap }
  '/segments/:id/uses': { answer: SegmentUses }
  '/segments/:id/members': { query: { after?: string; limit?: number }; answer: SegmentMembers }
  '/segments/:id/changes': { query: { what?: string; after?: string; limit?: number }; answer: SegmentChanges }
  '/customers/:id/segments': { answer: CustomerSegments }
}
export interface KnownPosts {
  '/segments': { body: SegmentDraft; answer: Segment }
  '/segments/count': { body: { condition: Condition }; answer: SegmentCount }
  '/segments/lists': { body: PicksDraft; answer: Picked }
  '/segments/ready': { body: { code: ReadyCode }; answer: Segment }
  '/segments/:id/snapshot': { body: { name: string }; answer: Segment }
  '/segments/:id/picks': { body: PicksChange; answer: Picked }
  '/attention/more': { answer: { dealt: number } }
  '/attention/make': { answer: { asked: boolean } }
  '/attention/reset': { body: Static<typeof AttentionReset>; answer: AttentionSettings }
  '/attention/:id/take': { body: { over?: boolean }; answer: Acted }
  '/attention/:id/done': { body: Finish; answer: Acted }
  '/attention/:id/snooze': { body: { until: string }; answer: Acted }
  '/attention/:id/not-useful': { answer: Acted }
  '/attention/:id/acts/:act/undo': { answer: Acted }
  '/insights/refit': { answer: ForecastRun }
  '/insights/stop': { answer: ForecastRun }
  '/suggestions/refit': { answer: SuggestionRun }
  '/suggestions/stop': { answer: SuggestionRun }
  '/suggestions/silenced': { body: ProductKey; answer: SuggestionModel }
  '/customers/:id/suggestions/excluded': { body: ProductKey; answer: Excluded }
}
export interface KnownPatches {
  '/insights/terms': { body: Terms; answer: Insights }
  '/segments/:id': { body: SegmentChange; answer: Segment }
  '/attention/settings': { body: { capacity: number }; answer: AttentionSettings }
}
export interface KnownDeletes {
  '/suggestions/silenced': { query: ProductKey; answer: SuggestionModel }
  '/customers/:id/suggestions/excluded/:excludedId': Record<never, never>
  '/segments/:id': { query: { confirmed?: string } }
}
