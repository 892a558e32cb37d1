/** Bulk clean-up: finds values of a field that are one value written in several ways, and makes them one, undoably (MISSION C3). */
export { jobs } from './jobs.ts'
export { routes } from './routes.ts'
