import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { maybeSameQuery } from '../../api/queries-duplicates.ts'
import { useMay } from '../../api/session.ts'
import { Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import css from './duplicates.module.css'

/** A line on the page of a customer who may be somebody else too. Nothing where they surely are not. */
export function MaybeSame({ id }: { id: string }) {
  const words = useWords().duplicates
  const may = useMay()
  const { data } = useQuery(maybeSameQuery(id))
  const first = data?.customers[0]
  if (!first) return null
  return (
    <p className={css.maybe}>
      <span>
        {words.maybe}{' '}
        {data.customers.map((customer, i) => (
          <span key={customer.id}>
            {i > 0 && ', '}
            <Link to="/customers/$id" params={{ id: customer.id }}>
              <Written text={customer.name} />
            </Link>{' '}
            <span className="num soft">({words.sure(customer.probability)})</span>
          </span>
        ))}
      </span>
      {may('customer.merge') && (
        <Link to="/duplicates" search={{ id: first.group }} className="link">
          {words.compare}
        </Link>
      )}
    </p>
  )
}
