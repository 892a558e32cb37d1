import type { Route } from '#src/platform/http/index.ts'
import { deviationRoutes } from './deviations/routes.ts'
import { forecastRoutes } from './forecast/routes.ts'
import { suggestionRoutes } from './suggestions/index.ts'

export const routes: readonly Route[] = [...forecastRoutes, ...deviationRoutes, ...suggestionRoutes]
