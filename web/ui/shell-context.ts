import { createContext, use } from 'react'

/** Opens the panel for a new customer, with what was already typed. */
export const AddCustomerContext = createContext<(typed: string) => void>(() => undefined)
export const useAddCustomer = () => use(AddCustomerContext)
