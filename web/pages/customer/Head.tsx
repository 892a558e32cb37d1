import { Button, Tooltip } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Fragment, type ReactNode } from 'react'
import type { CustomerIdentity } from '#src/know/customers/contract.ts'
import type { Value } from '#src/know/insights/contract.ts'
import { useMay } from '../../api/session.ts'
import { Avatar, Pill, type Tone } from '../../ui/parts.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { Acts } from './Acts.tsx'
import css from './customer.module.css'
import { EditName } from './EditName.tsx'
import type { WritingKind } from './kinds.ts'
import { cityOf } from './provenance.ts'

const tones: Record<Value['stage'], Tone> = {
  prospect: 'plain',
  lead: 'plain',
  new: 'accent',
  regular: 'accent',
  slipping: 'warn',
  lost: 'bad',
  wonBack: 'accent',
}
const keys: [WritingKind, string][] = [
  ['note', 'n'],
  ['wish', 'w'],
  ['call', 'c'],
]

interface HeadProps {
  identity: CustomerIdentity
  value: Value | null
  write: (kind: WritingKind) => void
}

export function Head({ identity, value, write }: HeadProps) {
  const words = useWords()
  const may = useMay()
  const format = useFormat()
  const writes = may('note.write')
  useHotkeys(writes ? keys.map(([kind, key]) => [key, () => write(kind)]) : [])
  const labels = { note: words.customer.note, wish: words.customer.wish, call: words.customer.call }
  return (
    <header className={css.person}>
      <Avatar name={identity.name} large />
      <div className={css.who}>
        <EditName identity={identity} />
        <div className={css.meta}>
          <Meta identity={identity} value={value} />
        </div>
        {identity.protected && <p className="warn">{words.customer.protected}</p>}
        {identity.archivedAt && <p className="warn">{words.customer.archived(format.day(identity.archivedAt))}</p>}
      </div>
      <div className={css.acts}>
        {writes &&
          keys.map(([kind, key]) => (
            <Tooltip
              key={kind}
              classNames={{ tooltip: css.tip! }}
              label={<kbd className={css.key}>{key.toUpperCase()}</kbd>}
            >
              <Button
                variant={kind === 'call' ? 'filled' : 'default'}
                aria-keyshortcuts={key}
                onClick={() => write(kind)}
              >
                {labels[kind as keyof typeof labels]}
              </Button>
            </Tooltip>
          ))}
        <Acts identity={identity} />
      </div>
    </header>
  )
}

function Meta({ identity, value }: { identity: CustomerIdentity; value: Value | null }) {
  const words = useWords()
  const format = useFormat()
  const since = [identity.customerSince, value?.firstPurchase]
    .filter((at) => at != null)
    .map(format.dayOf)
    .sort()[0]
  const city = cityOf(identity)
  const parts: ReactNode[] = [
    since
      ? words.customer.since(words.terms.length(format.daysBetween(since, format.today)))
      : words.customer.knownSince(format.day(identity.createdAt)),
    identity.kind === 'organisation' && words.terms.customerKind.organisation,
    identity.businessId,
    city && <Written text={city} />,
    identity.language && (words.terms.language[identity.language] ?? identity.language),
  ]
  return (
    <>
      {value && (
        <Pill tone={tones[value.stage]} why={words.terms.stageWhy[value.stageWhy.code]?.(value.stageWhy.figures)}>
          {words.terms.stage[value.stage]}
        </Pill>
      )}
      {parts.filter(Boolean).map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts keep their places
        <Fragment key={i}>
          {i > 0 && ' · '}
          {part}
        </Fragment>
      ))}
    </>
  )
}
