/** Effects on the outside (mail, web hooks, files): written with what caused them, carried out afterwards, never twice by a crash. */
export { claim, forgetCustomer, put, settle } from './outbox.ts'
