/** What customers bought, returned, were invoiced and paid (MISSION U3). */
export { apply } from './apply.ts'
export { invoicesBeginning, ordersBeginning } from './queries.ts'
export { routes } from './routes.ts'
export { uses } from './uses.ts'
export { retract } from './retract.ts'
export { erasePurchases, invoicesSince, keepInvoices, purchasesOf } from './queries/erase.ts'
