import { ListPage } from '../lists/ListPage.tsx'

/** All customers, as asked. */
export const CustomersPage = () => <ListPage list="customers" />
