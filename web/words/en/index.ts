import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'
import { access } from './access.ts'
import { attention } from './attention.ts'
import { audit } from './audit.ts'
import { cleanup } from './cleanup.ts'
import { conditions } from './conditions.ts'
import { customer, customers } from './customers.ts'
import { deviations } from './deviations.ts'
import { duplicates } from './duplicates.ts'
import { erase } from './erase.ts'
import { events } from './events.ts'
import { forms } from './forms.ts'
import { hooks } from './hooks.ts'
import { importCodes } from './import-codes.ts'
import { imports } from './imports.ts'
import { insights } from './insights.ts'
import { merging } from './merging.ts'
import { repairs } from './repairs.ts'
import { lists } from './lists.ts'
import { segments } from './segments.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { sources } from './sources.ts'
import { standing } from './standing.ts'
import { suggestions } from './suggestions.ts'
import { systems } from './systems.ts'
import { terms } from './terms.ts'
import { today } from './today.ts'
import { twoStep } from './two-step.ts'
import { values } from './values.ts'
import { watch } from './watch.ts'

export const words = (f: Format): Words => ({
  shell: shell(f),
  terms: terms(f),
  today: today(f),
  attention: attention(f),
  customers: customers(),
  customer: customer(f),
  imports: imports(f),
  codes: importCodes,
  repairs: repairs(f),
  lists: lists(f),
  conditions: conditions(f),
  insights: insights(f),
  merging: merging(f),
  segments: segments(f),
  settings: settings(f),
  twoStep: twoStep(f),
  access: access(f),
  audit: audit(f),
  cleanup: cleanup(f),
  sources: sources(f),
  systems: systems(f),
  deviations: deviations(f),
  duplicates: duplicates(f),
  erase: erase(f),
  events: events(f),
  forms: forms(f),
  hooks: hooks(f),
  standing: standing(f),
  suggestions: suggestions(f),
  values: values(),
  watch: watch(f),
})
