import type { Today } from '#src/act/today/contract.ts'
import type { Condition } from '#src/know/segments/contract.ts'
import type { KnownDeletes, KnownGets, KnownPatches, KnownPosts } from './routes-know.ts'
import type { EraseAsked, Erased, ErasurePreview } from '#src/know/erasure/contract.ts'
import type { Static } from 'typebox'
import type { QualityMeasure } from '#src/terms/index.ts'
import type {
  Import,
  ImportEffects,
  ImportFileChange,
  ImportLines,
  ImportList,
  ImportRun,
  MappingFields,
  Preview,
  RollbackPreview,
} from '#src/collect/imports/contract.ts'
import type {
  RepairAlike,
  RepairAlikeDone,
  RepairChange,
  RepairChecked,
  RepairChoice,
  RepairDrop,
  RepairDropped,
  RepairList,
  RepairReplayed,
  RepairRestored,
  RepairRun,
  RepairSummary,
} from '#src/clean/quality/quarantine/contract.ts'
import type { Form, FormChange, FormDraft, FormList } from '#src/collect/forms/contract.ts'
import type {
  Hook,
  HookChange,
  HookDraft,
  HookList,
  HookMade,
  SuggestAsk,
  Suggested,
} from '#src/collect/hooks/contract.ts'
import type { EventSourceDraft, EventSourceList, WriteKeyDraft } from '#src/collect/events/contract.ts'
import type { SourceChange, SourceList } from '#src/collect/intake/contract.ts'
import type {
  Acceptance,
  CodeEntry,
  CodeGiven,
  Enrolment,
  EntryWays,
  HalfSignIn,
  PasswordGiven,
  RecoveryCodes,
  SecondFactor,
  SecondFactorPolicy,
  Invitation,
  Me,
  MeChange,
  Setup,
  SignIn,
  TokenCreated,
  TokenDraft,
  TokenList,
  User,
  UserChange,
  UserDraft,
  UserList,
} from '#src/company/contract.ts'
import type {
  AlikeCustomers,
  AlikeDraft,
  CustomerChanged,
  CustomerCreated,
  CustomerDraft,
  CustomerEdit,
  CustomerHistory,
  CustomerValues,
  FieldUnpinned,
  ValuePinned,
  ValueSaid,
  SearchAnswer,
} from '#src/know/customers/contract.ts'
import type {
  Automatic as AutomaticMerging,
  Decide,
  Decided,
  DecisionList,
  GroupDetail,
  GroupList,
  MaybeSame,
  Sample as DuplicateSample,
  SearchRun,
  State as DuplicateState,
} from '#src/know/duplicates/contract.ts'
import type { Entry, EntryDraft, Timeline } from '#src/know/interactions/contract.ts'
import type {
  Count,
  ExportDraft,
  ExportList,
  FieldList,
  ListName,
  ListPage,
  ListRequest,
  View,
  ViewChange,
  ViewDraft,
  ViewList,
} from '#src/know/lists/contract.ts'
import type { CleanApply, CleanLeave, CleanSearch } from '#src/know/cleanup/contract.ts'
import type { AuditState, Check } from '#src/clean/audit/contract.ts'
import type { Looks } from '#src/know/access/contract.ts'
import type { BulkDraft, BulkEdit, BulkList } from '#src/know/lists/bulk/contract.ts'
import type {
  Apart,
  CustomerRecords,
  MergeAsked,
  Merged,
  MergePreview,
  Merges,
  Split,
  Unmerged,
} from '#src/know/merging/contract.ts'
import type {
  CustomerDeliveries,
  DeliveryList,
  DoneLook,
  System,
  SystemChange,
  SystemChoices,
  SystemDraft,
  SystemList,
  SystemMade,
  Trial,
} from '#src/clean/propagation/contract.ts'
import type { Deleted, Touched } from '#src/know/removal/contract.ts'
import type { CustomerPage } from '#src/know/profile/contract.ts'
import type { Purchase } from '#src/know/purchases/contract.ts'
import type { Inventory, MeasureAnswer, Quality, Rows, SourceInventory } from '#src/know/sources/contract.ts'
import type { Causes, Chart, SourceOwner } from '#src/know/sources/watch/contract.ts'

export type { CleanSearch } from '#src/know/cleanup/contract.ts'
export type AuditCheck = Static<typeof Check>
export type { Look } from '#src/know/access/contract.ts'
export type { CustomerPage as CustomerPageAnswer } from '#src/know/profile/contract.ts'
export type {
  Import,
  ImportFile,
  ImportFileChange,
  ImportLine,
  MappingFields,
  Preview,
  PreviewRow,
} from '#src/collect/imports/contract.ts'
export type {
  Enrolment,
  HalfSignIn,
  Invitation,
  Me,
  MeChange,
  Token,
  TokenCreated,
  User,
} from '#src/company/contract.ts'

export type {
  Cell,
  FactLine,
  Inventory,
  MapLine,
  Quality,
  Ratio,
  Rows,
  SourceInventory,
} from '#src/know/sources/contract.ts'
export type { Causes, Chart, FaultLine } from '#src/know/sources/watch/contract.ts'

/** RFC 9457 body of every refusal. */
export interface Problem {
  title: string
  status: number
  code: string
  detail: string
  next?: string
  errors?: { path: string; detail: string }[]
  details?: Record<string, unknown>
}

/** What narrows the history of a customer. */
export type HistoryFilter = { field?: string; what?: string; source?: string; actor?: string }

/** What narrows the access log; days of the company's calendar. */
export type LookFilter = { actor?: string; customer?: string; way?: string; from?: string; to?: string }

/** Which rows to repair, as in an address. */
export type RepairSearch = {
  source?: string
  import?: string
  layout?: string
  code?: string
  field?: string
  ready?: string
}

/** The API's table of routes as the web uses it. */
export interface Gets extends KnownGets {
  '/systems': { answer: SystemList }
  '/systems/choices': { answer: SystemChoices }
  '/systems/:id': { answer: System }
  '/systems/:id/deliveries': { query: { show: string; after?: string }; answer: DeliveryList }
  '/customers/:id/deliveries': { answer: CustomerDeliveries }
  '/me': { answer: Me }
  '/me/second-factor': { answer: SecondFactor }
  '/sign-in/ways': { answer: EntryWays }
  '/settings/second-factor': { answer: SecondFactorPolicy }
  '/today': { answer: Today }
  '/search': { query: { q: string }; answer: Static<typeof SearchAnswer> }
  '/users': { answer: Static<typeof UserList> }
  '/tokens': { answer: Static<typeof TokenList> }
  '/sources': { answer: Static<typeof SourceList> }
  '/event-sources': { answer: EventSourceList }
  '/hooks': { answer: HookList }
  '/hooks/:id': { answer: Hook }
  '/forms': { answer: FormList }
  '/forms/:id': { answer: Form }
  '/sources/inventory': { query: { measure: QualityMeasure }; answer: Inventory }
  '/sources/:id/inventory': { answer: SourceInventory }
  '/sources/:id/rows': { query: { fact: string; measure: string; side: string; after?: string }; answer: Rows }
  '/quality': { answer: Quality }
  '/quality/causes': { answer: Causes }
  '/sources/:id/chart': { query: { entrance: string }; answer: Chart }
  '/sources/:id/owner': { answer: SourceOwner }
  '/lists/:list/fields': { answer: FieldList }
  '/views': { query: { list: ListName }; answer: ViewList }
  '/customers/:id': { answer: CustomerPage }
  '/customers/:id/values': { answer: CustomerValues }
  '/customers/:id/touched': { answer: Touched }
  '/customers/:id/merges': { answer: Merges }
  '/customers/:id/records': { answer: CustomerRecords }
  '/customers/:id/merge-preview': { query: { with: string }; answer: MergePreview }
  '/customers/:id/erasure': { answer: ErasurePreview }
  '/bulk-edits': { query: { after?: string }; answer: BulkList }
  '/bulk-edits/:id': { answer: BulkEdit }
  '/customers/:id/access': { query: { after?: string }; answer: Looks }
  '/access': { query: LookFilter & { after?: string }; answer: Looks }
  '/cleanup': { query: { field: string }; answer: CleanSearch }
  '/audit': { answer: Static<typeof AuditState> }
  '/exports': { query: { after?: string }; answer: ExportList }
  '/customers/:id/history': { query: HistoryFilter & { after?: string }; answer: CustomerHistory }
  '/customers/:id/timeline': { query: { kinds?: string; after?: string; limit?: number }; answer: Timeline }
  '/customers/:id/purchases/:purchaseId': { answer: Purchase }
  '/duplicates': { query: { after?: string }; answer: GroupList }
  '/duplicates/state': { answer: DuplicateState }
  '/duplicates/sample': { query: { kind: string }; answer: DuplicateSample }
  '/duplicates/decisions': { query: { after?: string }; answer: DecisionList }
  '/duplicates/:id': { answer: GroupDetail }
  '/customers/:id/duplicates': { answer: MaybeSame }
  '/repairs/summary': { query: RepairSearch; answer: RepairSummary }
  '/repairs': { query: RepairSearch & { state?: string; after?: string }; answer: RepairList }
  '/repairs/runs/:id': { answer: RepairRun }
  '/imports': { query: { after?: string }; answer: ImportList }
  '/imports/fields': { query: { kind: string }; answer: MappingFields }
  '/imports/:id': { answer: Import }
  '/imports/:id/files/:fileNo/preview': { query: { rows?: number; faulty?: number }; answer: Preview }
  '/imports/:id/rollback': { answer: RollbackPreview }
  '/imports/:id/effects': { query: { field: string; what: string }; answer: ImportEffects }
  '/imports/:id/lines': { query: { bucket: string; after?: string }; answer: ImportLines }
}
export interface Posts extends KnownPosts {
  '/lists/:list': { body: ListRequest; answer: ListPage }
  '/lists/:list/count': { body: { conditions?: Condition }; answer: Count }
  '/views': { body: ViewDraft; answer: View }
  '/cleanup/searches': { body: { field: string }; answer: CleanSearch }
  '/cleanup': { body: CleanApply; answer: BulkEdit }
  '/cleanup/left': { body: CleanLeave }
  '/audit/checks': { body: Record<never, never>; answer: AuditCheck }
  '/exports': { body: ExportDraft; answer: { id: string } }
  '/systems': { body: SystemDraft; answer: SystemMade }
  '/systems/:id/pause': Record<never, never>
  '/systems/:id/resume': Record<never, never>
  '/systems/:id/trial': { answer: Trial }
  '/systems/:id/secret': { answer: { secret: string } }
  '/systems/:id/send-all': Record<never, never>
  '/systems/:id/retry': { answer: { count: number } }
  '/customers/:id/systems/:systemId/retry': Record<never, never>
  '/customers/:id/systems/:systemId/done': Record<never, never>
  '/deliveries/look': { body: { token: string }; answer: DoneLook }
  '/deliveries/done': { body: { token: string }; answer: DoneLook }
  '/event-sources': { body: EventSourceDraft; answer: EventSourceList }
  '/hooks': { body: HookDraft; answer: HookMade }
  '/hooks/:id/secret': { body: { secret?: string }; answer: { secret: string | null } }
  '/hooks/:id/suggest': { body: SuggestAsk; answer: Suggested }
  '/forms': { body: FormDraft; answer: { id: string; version: number } }
  '/event-sources/:id/keys': { body: WriteKeyDraft; answer: EventSourceList }
  '/sources/measure': { body: { sourceId?: string }; answer: Static<typeof MeasureAnswer> }
  '/setup': { body: Setup; answer: Me | HalfSignIn }
  '/sign-in': { body: SignIn; answer: Me | HalfSignIn }
  '/sign-in/code': { body: CodeEntry; answer: Me | HalfSignIn }
  '/me/second-factor': { body: PasswordGiven; answer: Enrolment }
  '/me/second-factor/confirm': { body: CodeGiven; answer: RecoveryCodes }
  '/me/second-factor/recovery-codes': { body: PasswordGiven; answer: RecoveryCodes }
  '/me/second-factor/off': { body: PasswordGiven }
  '/sign-out': Record<never, never>
  '/invitations/accept': { body: Acceptance; answer: Me | HalfSignIn }
  '/users': { body: UserDraft; answer: Invitation }
  '/users/:id/invitation': { answer: Invitation }
  '/tokens': { body: TokenDraft; answer: TokenCreated }
  '/customers': { body: CustomerDraft; answer: Static<typeof CustomerCreated> }
  '/customers/alike': { body: AlikeDraft; answer: AlikeCustomers }
  '/customers/:id/merge': { body: MergeAsked; answer: Merged }
  '/customers/:id/split': { body: { records: string[] }; answer: Split }
  '/customers/:id/apart': { body: { with: string }; answer: Apart }
  '/merges/:id/undo': { answer: Unmerged }
  '/customers/:id/archive': { answer: CustomerChanged }
  '/customers/:id/restore': { answer: CustomerChanged }
  '/customers/:id/erase': { body: EraseAsked; answer: Erased }
  '/lists/customers/edit': { body: BulkDraft; answer: BulkEdit }
  '/bulk-edits/:id/cancel': { answer: BulkEdit }
  '/bulk-edits/:id/undo': { answer: BulkEdit }
  '/customers/:id/values/verify': { body: ValueSaid; answer: CustomerChanged }
  '/customers/:id/values/end': { body: ValueSaid; answer: CustomerChanged }
  '/customers/:id/values/pin': { body: Static<typeof ValuePinned>; answer: CustomerChanged }
  '/customers/:id/values/unpin': { body: Static<typeof FieldUnpinned>; answer: CustomerChanged }
  '/customers/:id/history/:entryId/undo': { answer: CustomerChanged }
  '/customers/:id/timeline': { body: EntryDraft; answer: Entry }
  '/imports/:id/run': { body: Static<typeof ImportRun>; answer: Import }
  '/imports/:id/rollback': { body: Record<never, never>; answer: Import }
  '/duplicates/search': { answer: SearchRun }
  '/duplicates/search/stop': { answer: SearchRun }
  '/duplicates/:id/decide': { body: Decide; answer: Decided }
  '/duplicates/decisions/:id/undo': { answer: { customers: string[] } }
  '/repairs/fix-alike': { body: RepairAlike; answer: RepairAlikeDone }
  '/repairs/replay': { body: RepairChoice; answer: RepairReplayed }
  '/repairs/drop': { body: RepairDrop; answer: Static<typeof RepairDropped> }
  '/repairs/restore': { body: RepairChoice; answer: Static<typeof RepairRestored> }
  '/repairs/undo': { body: { act: string }; answer: Static<typeof RepairRestored> }
  '/repairs/runs/:id/cancel': { answer: RepairRun }
  '/imports/:id/cancel': { answer: Import }
}
export interface Patches extends KnownPatches {
  '/hooks/:id': { body: HookChange; answer: { id: string; version: number } }
  '/forms/:id': { body: FormChange; answer: { id: string; version: number } }
  '/systems/:id': { body: SystemChange; answer: SystemMade }
  '/sources/:id': { body: Static<typeof SourceChange>; answer: Static<typeof SourceList> }
  '/sources/:id/owner': { body: { ownerId: string | null }; answer: SourceOwner }
  '/sources/:id/trust': { body: { trust: number }; answer: { id: string; trust: number } }
  '/views/:id': { body: ViewChange; answer: View }
  '/me': { body: MeChange; answer: Me }
  '/settings/second-factor': { body: SecondFactorPolicy; answer: SecondFactorPolicy }
  '/users/:id': { body: UserChange; answer: User }
  '/customers/:id': { body: CustomerEdit; answer: CustomerChanged }
  '/duplicates/automatic': { body: AutomaticMerging; answer: DuplicateState }
  '/repairs/:id': { body: RepairChange; answer: RepairChecked }
  '/imports/:id/files/:fileNo': { body: ImportFileChange; answer: Import }
}
export interface Deletes extends KnownDeletes {
  '/hooks/:id': Record<never, never>
  '/forms/:id': Record<never, never>
  '/event-sources/:id/keys/:key': Record<never, never>
  '/systems/:id': Record<never, never>
  '/customers/:id': { query: { records: number }; answer: Deleted }
  '/views/:id': Record<never, never>
  '/tokens/:id': Record<never, never>
  '/users/:id/second-factor': Record<never, never>
}
