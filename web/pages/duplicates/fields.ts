import type { GroupDetail, Member, Outcome } from '#src/know/duplicates/contract.ts'

/** One field side by side: the values of each customer, and what it would be if all were one. */
export interface Field {
  name: string
  values: string[][]
  /** Undefined where fewer than two know it. */
  alike: 'same' | 'partly' | 'differs' | undefined
  /** By customer: knows it, and shares it with nobody. */
  alone: boolean[]
  outcome: string | null
}

const known: readonly { name: keyof Outcome; of: (member: Member) => (string | null)[] }[] = [
  { name: 'name', of: ({ customer }) => [customer.name] },
  { name: 'birthDate', of: ({ customer }) => [customer.birthDate] },
  { name: 'businessId', of: ({ customer }) => [customer.businessId] },
  { name: 'email', of: ({ customer }) => customer.emails.map((one) => one.value) },
  { name: 'phone', of: ({ customer }) => customer.phones.map((one) => one.value) },
  { name: 'address', of: ({ customer }) => customer.addresses.map((one) => one.value) },
  { name: 'language', of: ({ customer }) => [customer.language] },
]
const folded = (text: string) => text.toLowerCase().replace(/[\s,.-]+/g, ' ')

/** Whether all who know it know one value in common, or some do. */
function likeness(values: readonly string[][]): Pick<Field, 'alike' | 'alone'> {
  const all = values.map((list) => new Set(list.map(folded)))
  const told = all.filter((set) => set.size > 0)
  if (told.length < 2) return { alike: undefined, alone: values.map(() => false) }
  const common = [...told[0]!].some((value) => told.every((set) => set.has(value)))
  const alone = all.map(
    (set) => !common && set.size > 0 && told.every((other) => other === set || other.isDisjointFrom(set)),
  )
  const none = told.length === alone.filter(Boolean).length
  return { alike: common ? 'same' : none ? 'differs' : 'partly', alone }
}

/** The fields that anybody of the group knows. */
export function fieldsOf({ members, outcome }: GroupDetail): Field[] {
  return known.flatMap(({ name, of }) => {
    const values = members.map((member) => of(member).filter((value) => value !== null))
    if (values.every((list) => list.length === 0)) return []
    return [{ name, values, ...likeness(values), outcome: outcome?.[name] ?? null }]
  })
}
