import type { CustomerEdit, CustomerIdentity, CustomerValues } from '#src/know/customers/contract.ts'
import { useWords } from '../../words/index.tsx'
import { EditAddress, EditLine } from './EditContact.tsx'
import { fieldName } from './sentences.ts'

const plain = ['name', 'email', 'phone', 'language', 'businessId', 'birthDate', 'title']
export const isEditable = (field: string) =>
  plain.includes(field) || field === 'address' || field.startsWith('attribute:')

interface EditFieldProps {
  identity: CustomerIdentity
  field: string
  inUse: CustomerValues['fields'][number]['values'][number] | undefined
  /** One more beside the one in use. */
  also: boolean
  close: () => void
}

/** The editor of any field, in place. */
export function EditField({ identity, field, inUse, also, close }: EditFieldProps) {
  const words = useWords()
  if (field === 'address') return <EditAddress identity={identity} close={close} />
  const current = also ? '' : (inUse?.value ?? '')
  const change = (text: string): CustomerEdit => {
    if (also) return { also: { [field]: text } }
    if (!field.startsWith('attribute:')) return { [field]: text }
    return { attributes: [{ name: field.slice('attribute:'.length), value: text }] }
  }
  const label = also ? words.values.act.also[field]! : fieldName(field, words)
  return <EditLine identity={identity} field={field} label={label} current={current} change={change} close={close} />
}
