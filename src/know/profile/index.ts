/** One look at a customer, and the way to one from any scrap: composes what the slices of know say (MISSION K1, "Experience"). */
export { routes } from './routes.ts'
export { uses } from './uses.ts'
