import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { SystemLine, SystemMade } from '#src/clean/propagation/contract.ts'
import { systemsQuery } from '../../api/queries-systems.ts'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Pill } from '../../ui/parts.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { NewSystem } from './NewSystem.tsx'
import { Secret } from './Secret.tsx'
import css from './systems.module.css'
import { errorOf, momentOf } from './told.ts'

/** Which systems hear of changes, what each has got, and where it sticks. */
export function SystemsPage() {
  const words = useWords().systems
  const may = useMay()
  const query = useQuery(systemsQuery)
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<(SystemMade & { way: string }) | null>(null)
  const systems = query.data?.systems
  const none = systems?.length === 0
  const connect = may('system.manage') && !adding && (
    <Button variant="filled" onClick={() => setAdding(true)}>
      {words.connect}
    </Button>
  )
  return (
    <Page title={words.title} lead={systems && !none && words.lead(systems.length)}>
      {query.isPending && <Loading lines={6} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {made?.secret && <Secret secret={made.secret} way={made.way} />}
      {adding && (
        <NewSystem
          close={() => setAdding(false)}
          made={(system) => {
            setMade(system)
            setAdding(false)
          }}
        />
      )}
      {none && !adding && (
        <Empty title={words.empty} text={words.emptyNext}>
          {connect}
        </Empty>
      )}
      {systems && !none && (
        <>
          <ul className={css.list} aria-label={words.title}>
            {systems.map((system) => (
              <Line key={system.id} system={system} />
            ))}
          </ul>
          {query.data?.mailWorks === false && systems.some(({ way }) => way === 'person') && (
            <p className={css.warn}>{words.mailOff}</p>
          )}
          {connect}
        </>
      )}
    </Page>
  )
}

function Line({ system }: { system: SystemLine }) {
  const words = useWords().systems
  return (
    <li>
      <Link to="/systems/$id" params={{ id: system.id }} className={css.line}>
        <span className={css.name}>
          <Written text={system.name} />
        </span>
        <span className={css.way}>
          {words.ways[system.way]}
          {system.where && (
            <>
              {' · '}
              <Written text={system.where} />
            </>
          )}
        </span>
        <Signs system={system} />
        <Times system={system} />
      </Link>
    </li>
  )
}

/** How it is doing, in a word or two. */
export function Signs({ system }: { system: SystemLine }) {
  const words = useWords().systems
  return (
    <span className={css.signs}>
      {system.state === 'paused' && <Pill tone="warn">{words.paused}</Pill>}
      {system.waiting > 0 && <Pill tone={system.task ? 'bad' : 'plain'}>{words.waiting(system.waiting)}</Pill>}
      {system.failing > 0 && <Pill tone="warn">{words.failing(system.failing)}</Pill>}
      {system.dead > 0 && <Pill tone="bad">{words.dead(system.dead)}</Pill>}
      {system.waiting === 0 && system.state === 'active' && <Pill>{words.fine}</Pill>}
    </span>
  )
}

/** Since when it waits, when it last got something, when it is tried again. */
export function Times({ system }: { system: SystemLine }) {
  const words = useWords().systems
  const format = useFormat()
  const at = (moment: string) => momentOf(format, words, moment)
  const fails = system.lastError !== null && system.waiting > 0
  return (
    <small className={css.times}>
      {system.sendingAll && <span>{words.sendingAll}</span>}
      {system.oldest && <span>{words.oldest(at(system.oldest))}</span>}
      <span>{system.lastAckAt ? words.lastAck(at(system.lastAckAt)) : words.neverAck}</span>
      {system.heldUntil && system.waiting > 0 && <span>{words.heldUntil(at(system.heldUntil))}</span>}
      {system.nextFileAt && <span>{words.nextFile(at(system.nextFileAt))}</span>}
      {fails && <span className={css.fault}>{errorOf(words, system.lastError!)}</span>}
      {system.task && <span className={css.fault}>{words.task(system.task.who, at(system.task.openedAt))}</span>}
    </small>
  )
}
