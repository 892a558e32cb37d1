/** Taking a customer out of use: what it touches, named first, and doing it (issue "Dirty imports", archive, delete, erase). */
export { problems } from './problems.ts'
export { routes } from './routes.ts'
