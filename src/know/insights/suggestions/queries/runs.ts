import { raw } from '#src/platform/db/index.ts'
import { runsIn } from '../../runs/queries.ts'
import type { suggestionSteps } from '../contract.ts'

export const runs = runsIn<(typeof suggestionSteps)[number]>(raw('know.suggestion_run'))
