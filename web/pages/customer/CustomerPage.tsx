import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { customerQuery } from '../../api/queries.ts'
import type { CustomerPageAnswer } from '../../api/routes.ts'
import { useTitle } from '../../ui/Page.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Composer } from './Composer.tsx'
import { ContactSide } from './ContactSide.tsx'
import css from './customer.module.css'
import { Head } from './Head.tsx'
import { KnownSide } from './KnownSide.tsx'
import { isWritingKind, type WritingKind } from './kinds.ts'
import { Timeline } from './Timeline.tsx'
import { ValueAtGlance } from './Value.tsx'

/** Who is this, how do we stand, what happened last. */
export function CustomerPage() {
  const { id } = useParams({ from: '/frame/customers/$id' })
  const query = useQuery(customerQuery(id))
  useTitle(query.data?.identity.name)
  if (query.data) return <Loaded key={id} page={query.data} />
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  return <Loading lines={8} />
}

function Loaded({ page }: { page: CustomerPageAnswer }) {
  const { write, tab } = useSearch({ from: '/frame/customers/$id' })
  const [writing, setWriting] = useState<WritingKind | null>(isWritingKind(write) ? write : null)
  const { identity, value, timeline } = page
  return (
    <article>
      <Head identity={identity} value={value} write={setWriting} />
      {writing && (
        <Composer customerId={identity.id} kind={writing} change={setWriting} close={() => setWriting(null)} />
      )}
      <div className={css.cols} data-tab={tab}>
        <div className={css.value}>
          <ValueAtGlance value={value} />
        </div>
        <div className={css.events}>
          <Timeline identity={identity} value={value} first={timeline} tab={tab ?? 'all'} />
        </div>
        <div className={css.side}>
          <ContactSide identity={identity} />
          <KnownSide identity={identity} />
        </div>
      </div>
    </article>
  )
}
