/** Web hooks in: shops and programs call, signed, as often as they like and in any order; what they tell counts once. */
export { eraseDeliveries } from './erase.ts'
export { jobs } from './jobs.ts'
export { problems } from './problems.ts'
export { deliveries } from './queue.ts'
export { routes } from './routes.ts'
