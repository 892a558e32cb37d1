/** Effects on the outside (mail, web hooks, files): written with what caused them, carried out afterwards, never twice by a crash. */
export { type Claim, claim, type Effect, put, settle, type Outcome } from './outbox.ts'
