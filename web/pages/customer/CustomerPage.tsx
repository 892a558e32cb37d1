import { useQuery } from '@tanstack/react-query'
import { notifications } from '@mantine/notifications'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { customerQuery } from '../../api/queries.ts'
import type { CustomerPageAnswer } from '../../api/routes.ts'
import { useTitle } from '../../ui/Page.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import { Composer } from './Composer.tsx'
import { ContactSide } from './ContactSide.tsx'
import { MaybeSame } from '../duplicates/MaybeSame.tsx'
import { OnTheList } from '../today/list/OnTheList.tsx'
import { CustomerSystems } from '../systems/CustomerSystems.tsx'
import css from './customer.module.css'
import { Head } from './Head.tsx'
import { KnownSide } from './KnownSide.tsx'
import { isWritingKind, type WritingKind } from './kinds.ts'
import { Timeline } from './Timeline.tsx'
import { ValueAtGlance } from './Value.tsx'

const Forecast = lazy(() => import('./Forecast.tsx').then((m) => ({ default: m.Forecast })))
const Deviations = lazy(() => import('./Deviations.tsx').then((m) => ({ default: m.Deviations })))
const Suggestions = lazy(() => import('./Suggestions.tsx').then((m) => ({ default: m.Suggestions })))

/** Who is this, how do we stand, what happened last. */
export function CustomerPage() {
  const { id } = useParams({ from: '/frame/customers/$id' })
  const query = useQuery(customerQuery(id))
  useTitle(query.data?.identity.name)
  useMoved(id, query.data?.identity.id)
  if (query.data) return <Loaded key={id} page={query.data} />
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  return <Loading lines={8} />
}

/** An old address of somebody who was merged away gives way to that of the one who stayed, and says so. */
function useMoved(id: string, now: string | undefined): void {
  const words = useWords().merging
  const navigate = useNavigate()
  const moved = now !== undefined && now !== id
  useEffect(() => {
    if (!moved) return
    notifications.show({
      id: `moved ${id}`,
      autoClose: 10_000,
      message: words.moved,
    })
    void navigate({ to: '/customers/$id', params: { id: now }, search: (search) => search, replace: true })
  }, [moved, id, now, navigate, words])
}

function Loaded({ page }: { page: CustomerPageAnswer }) {
  const { write, tab } = useSearch({ from: '/frame/customers/$id' })
  const [writing, setWriting] = useState<WritingKind | null>(isWritingKind(write) ? write : null)
  const { identity, value, timeline } = page
  return (
    <article>
      <Head identity={identity} value={value} write={setWriting} />
      <MaybeSame id={identity.id} />
      <OnTheList id={identity.id} />
      {writing && (
        <Composer
          customerId={identity.id}
          phone={identity.phones.find(({ chosen }) => chosen)?.value}
          kind={writing}
          change={setWriting}
          close={() => setWriting(null)}
        />
      )}
      <div className={css.cols} data-tab={tab}>
        <div className={css.value}>
          <ValueAtGlance value={value} />
          <Suspense fallback={null}>
            <Forecast id={identity.id} />
            <Deviations id={identity.id} />
            <Suggestions id={identity.id} />
          </Suspense>
        </div>
        <div className={css.events}>
          <Timeline identity={identity} value={value} first={timeline} tab={tab ?? 'all'} />
        </div>
        <div className={css.side}>
          <ContactSide identity={identity} />
          <CustomerSystems id={identity.id} />
          <KnownSide identity={identity} />
        </div>
      </div>
    </article>
  )
}
