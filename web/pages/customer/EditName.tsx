import { useState } from 'react'
import type { CustomerIdentity } from '#src/know/customers/contract.ts'
import { useMay } from '../../api/session.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import css from './customer.module.css'
import { EditLine } from './EditContact.tsx'
import side from './side.module.css'

export function EditName({ identity }: { identity: CustomerIdentity }) {
  const words = useWords().customer.edit
  const may = useMay()
  const [editing, setEditing] = useState(false)
  if (editing) {
    return (
      <div className={side.nameEditor}>
        <h1 className="hidden-text">{identity.name}</h1>
        <EditLine
          identity={identity}
          field="name"
          label={words.name}
          current={identity.name}
          close={() => setEditing(false)}
        />
      </div>
    )
  }
  return (
    <div className={css.name}>
      <h1>
        <Written text={identity.name} />
      </h1>
      {may('customer.edit') && (
        <button
          type="button"
          className={`bare ${side.edit}`}
          onClick={() => setEditing(true)}
          aria-label={words.open(words.name)}
        >
          <Icon name="pencil" />
        </button>
      )}
    </div>
  )
}
