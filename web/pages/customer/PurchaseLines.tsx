import { useQuery } from '@tanstack/react-query'
import type { Purchase } from '#src/know/purchases/contract.ts'
import { purchaseQuery } from '../../api/queries.ts'
import { Pill } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './purchase.module.css'

/** What was bought, with the invoices and payments of the same order. */
export function PurchaseLines({ customerId, purchaseId }: { customerId: string; purchaseId: string }) {
  const query = useQuery(purchaseQuery(customerId, purchaseId))
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Loading lines={2} />
  return <Lines purchase={query.data} />
}

function Lines({ purchase }: { purchase: Purchase }) {
  const words = useWords()
  const { lines: said } = words.customer
  const format = useFormat()
  const about = [
    purchase.channel && (words.terms.channel[purchase.channel] ?? purchase.channel),
    purchase.source && said.source(purchase.source),
  ].filter(Boolean)
  return (
    <div className={css.purchase}>
      {purchase.lines.length === 0 && <p className="soft">{said.none}</p>}
      {purchase.lines.length > 0 && (
        <div className={css.scroll}>
          <table>
            <thead>
              <tr>
                <th scope="col">{said.product}</th>
                <th scope="col">{said.quantity}</th>
                <th scope="col">{said.unit}</th>
                <th scope="col">{said.sum}</th>
              </tr>
            </thead>
            <tbody>
              {purchase.lines.map((line) => (
                <tr key={line.id}>
                  <td>
                    <Written text={line.description ?? line.sku ?? '–'} />
                    {line.duplicate && (
                      <>
                        {' '}
                        <Pill tone="warn">{said.duplicate}</Pill>
                      </>
                    )}
                    {(line.category || (line.description && line.sku)) && (
                      <small>
                        <Written text={[line.description && line.sku, line.category].filter(Boolean).join(' · ')} />
                      </small>
                    )}
                  </td>
                  <td>{format.quantity(line.quantity)}</td>
                  <td>{line.unitPrice && format.price(line.unitPrice, line.amount.currency)}</td>
                  <td>{format.money(line.amount)}</td>
                </tr>
              ))}
            </tbody>
            {purchase.total && (
              <tfoot>
                <tr>
                  <th scope="row" colSpan={3}>
                    {said.total}
                  </th>
                  <td>{format.money(purchase.total)}</td>
                </tr>
              </tfoot>
            )}
          </table>
        </div>
      )}
      <Settled purchase={purchase} />
      {about.length > 0 && <p className="faint small">{about.join(' · ')}</p>}
    </div>
  )
}

function Settled({ purchase }: { purchase: Purchase }) {
  const { lines: said } = useWords().customer
  const format = useFormat()
  return (
    <>
      {purchase.invoices.length > 0 && <h2>{said.invoices}</h2>}
      {purchase.invoices.map((invoice) => (
        <p key={invoice.id} className="num">
          <Written text={invoice.number} /> · {format.day(invoice.at)} · {format.money(invoice.total)}
          {invoice.dueOn && <span className="soft"> · {said.due(format.day(invoice.dueOn))}</span>}{' '}
          {invoice.paidAt ? (
            <span className="good">{said.paid(format.day(invoice.paidAt))}</span>
          ) : (
            <span className="warn">{invoice.status ?? said.unpaid}</span>
          )}
        </p>
      ))}
      {purchase.payments.length > 0 && <h2>{said.payments}</h2>}
      {purchase.payments.map((payment) => (
        <p key={payment.id} className="num">
          {format.day(payment.at)} · {format.money(payment.amount)}
          {payment.method && (
            <span className="soft">
              {' · '}
              <Written text={payment.method} />
            </span>
          )}
        </p>
      ))}
    </>
  )
}
