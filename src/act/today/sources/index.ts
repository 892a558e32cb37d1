import type { Source } from '../source.ts'
import { birthday } from './birthday.ts'
import { cantLose } from './cant-lose.ts'
import { champion } from './champion.ts'
import { deviation } from './deviation.ts'
import { leaving, unanswered, wish } from './heard.ts'
import { lapsing } from './lapsing.ts'
import { quarantined } from './quarantined.ts'
import { slipping } from './slipping.ts'

/** Every source of lines. The order does not matter: scores decide. */
export const sources: readonly Source[] = [
  unanswered,
  leaving,
  cantLose,
  slipping,
  lapsing,
  deviation,
  wish,
  champion,
  birthday,
  quarantined,
]
export const sourceOf: ReadonlyMap<string, Source> = new Map(sources.map((source) => [source.kind, source]))
