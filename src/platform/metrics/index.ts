/** Numbers for whoever watches over the program (Prometheus text). No label names a person, a customer, or an address asked for. */
export { type Measure, metricsOf } from './metrics.ts'
export { metricsRoutes } from './routes.ts'
