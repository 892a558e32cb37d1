import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'
import { access } from './access.ts'
import { customer, customers } from './customers.ts'
import { erase } from './erase.ts'
import { importCodes } from './import-codes.ts'
import { imports } from './imports.ts'
import { repairs } from './repairs.ts'
import { lists } from './lists.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { sources } from './sources.ts'
import { standing } from './standing.ts'
import { terms } from './terms.ts'
import { today } from './today.ts'
import { twoStep } from './two-step.ts'
import { values } from './values.ts'

export const words = (f: Format): Words => ({
  shell: shell(f),
  terms: terms(f),
  today: today(f),
  customers: customers(),
  customer: customer(f),
  imports: imports(f),
  codes: importCodes,
  repairs: repairs(f),
  lists: lists(f),
  settings: settings(f),
  twoStep: twoStep(f),
  access: access(f),
  sources: sources(f),
  erase: erase(f),
  standing: standing(f),
  values: values(),
})
