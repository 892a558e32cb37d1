/** Forgetting a person for good, and keeping it so (GDPR Art. 17). */
export { erase, preview as eraseTouches } from './erase.ts'
export { problems } from './problems.ts'
export { replayErasures } from './replay.ts'
export { routes } from './routes.ts'
