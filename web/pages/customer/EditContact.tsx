import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { CustomerEdit, CustomerIdentity } from '#src/know/customers/contract.ts'
import { useFaults } from '../../ui/faults.ts'
import { useWords } from '../../words/index.tsx'
import { EditFrame } from './EditFrame.tsx'
import { addressParts, shownAddress } from './provenance.ts'
import css from './side.module.css'

interface EditContactProps {
  identity: CustomerIdentity
  field: 'phone' | 'email' | 'address'
  close: () => void
}

export function EditContact({ identity, field, close }: EditContactProps) {
  const words = useWords().customer.edit
  if (field === 'address') return <EditAddress identity={identity} close={close} />
  const values = field === 'phone' ? identity.phones : identity.emails
  const current = values.find((value) => value.chosen)?.value ?? ''
  return <EditLine identity={identity} field={field} label={words[field]} current={current} close={close} />
}

interface EditLineProps {
  identity: CustomerIdentity
  field: string
  label: string
  current: string
  /** What is sent for the text; absent: the field by its name. */
  change?: (text: string) => CustomerEdit
  close: () => void
}

export function EditLine({ identity, field, label, current, change, close }: EditLineProps) {
  const [text, setText] = useState(current)
  const typed = text.trim()
  return (
    <EditFrame
      identity={identity}
      label={label}
      current={current}
      close={close}
      change={typed && typed !== current ? (change?.(typed) ?? { [field]: typed }) : null}
    >
      {(error) => (
        <Line
          error={error}
          field={field}
          label={label}
          value={text}
          change={setText}
          inputMode={field === 'phone' ? 'tel' : field === 'email' ? 'email' : 'text'}
        />
      )}
    </EditFrame>
  )
}

export function EditAddress({ identity, close }: { identity: CustomerIdentity; close: () => void }) {
  const words = useWords().customers.draft
  const label = useWords().customer.edit.address
  const current = identity.addresses.find((value) => value.chosen)?.value ?? ''
  const [address, setAddress] = useState(() => addressParts(current))
  const filled = Object.fromEntries(Object.entries(address).filter(([, text]) => text.trim() !== ''))
  const changed = JSON.stringify(address) !== JSON.stringify(addressParts(current))
  const field = (name: keyof typeof address, error: unknown) => ({
    error,
    field: name,
    label: words[name],
    value: address[name],
    change: (text: string) => setAddress({ ...address, [name]: text }),
  })
  return (
    <EditFrame
      identity={identity}
      label={label}
      current={shownAddress(current)}
      close={close}
      change={changed && Object.keys(filled).length > 0 ? { address: filled } : null}
    >
      {(error) => (
        <>
          <Line {...field('street', error)} />
          <div className={css.pair}>
            <Line {...field('postcode', error)} first={false} inputMode="numeric" />
            <Line {...field('city', error)} first={false} />
          </div>
        </>
      )}
    </EditFrame>
  )
}

interface LineProps {
  error: unknown
  field: string
  label: string
  value: string
  change: (text: string) => void
  first?: boolean
  inputMode?: 'tel' | 'email' | 'text' | 'numeric'
}

function Line({ error, field, label, value, change, first = true, inputMode = 'text' }: LineProps) {
  const fault = useFaults(error)
  return (
    <TextInput
      label={label}
      value={value}
      inputMode={inputMode}
      error={fault(field)}
      autoComplete="off"
      autoFocus={first}
      onChange={(event) => change(event.target.value)}
    />
  )
}
