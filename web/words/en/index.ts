import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'
import { customer, customers } from './customers.ts'
import { importCodes } from './import-codes.ts'
import { imports } from './imports.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { terms } from './terms.ts'
import { today } from './today.ts'

export const words = (f: Format): Words => ({
  shell: shell(f),
  terms: terms(f),
  today: today(f),
  customers: customers(),
  customer: customer(f),
  imports: imports(f),
  codes: importCodes,
  settings: settings(f),
})
