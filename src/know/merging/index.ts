/** Two customers that are one, and one that is two: looking first, doing it, and taking it back (issue "One customer, one record"). */
export { problems } from './problems.ts'
export { routes } from './routes.ts'
