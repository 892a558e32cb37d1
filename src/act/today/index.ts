/** The shopkeeper's list (MISSION A7): every morning the people who deserve attention today, best first, each with the reason and the evidence. */
export { routes } from './routes.ts'
export { uses } from './uses.ts'
