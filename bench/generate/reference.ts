import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Urn } from '#src/cli/demo/chance.ts'

/** Finnish names as often as they are borne, and real postcodes. */
export interface Reference {
  female: Urn<string>
  male: Urn<string>
  surnames: Urn<string>
  places: Urn<{ postcode: string; city: string }>
}

const shared = fileURLToPath(new URL('../../../shared/', import.meta.url))

/** A file of `../shared`; says so and ends with exit code 2 where that folder is absent. */
export function sharedFile(path: string): string {
  const whole = `${shared}${path}`
  if (existsSync(whole)) return whole
  console.error(`../shared/${path} is not here: the benchmarks need the shared folder beside the repository.`)
  process.exit(2)
}

const rowsOf = (path: string): string[][] =>
  readFileSync(sharedFile(`data/fi-reference/${path}`), 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.split('\t'))

/** Reads the reference lists. */
export function readReference(): Reference {
  const names = rowsOf('people_names.txt').flatMap(([name, count, gender, type]) => {
    const weight = Number(count?.replace(/\D/g, ''))
    return name && weight > 0 ? [{ entry: [name, weight] as const, gender, type }] : []
  })
  const urn = (type: string, gender?: string) =>
    new Urn(names.filter((one) => one.type === type && (!gender || one.gender === gender)).map((one) => one.entry))
  const places = rowsOf('postnumbers_2020.txt').flatMap(([postcode, , , , city, , kind]) =>
    /^\d{5}$/.test(postcode ?? '') && city
      ? [[{ postcode: postcode!, city }, kind?.startsWith('Kaupunki') ? 5 : 1] as const]
      : [],
  )
  return { female: urn('F', 'F'), male: urn('F', 'M'), surnames: urn('L'), places: new Urn(places) }
}
