import { ListPage } from './ListPage.tsx'

/** The lists beside that of customers. */
export const PurchasesPage = () => <ListPage list="purchases" />
export const ProductsPage = () => <ListPage list="products" />
export const ContactsPage = () => <ListPage list="interactions" />
