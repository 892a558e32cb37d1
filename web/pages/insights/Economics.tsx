import { Button, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Economics as EconomicsOf, Insights, Terms } from '#src/know/insights/forecast/contract.ts'
import { decimalsOf } from '#src/terms/index.ts'
import { api } from '../../api/client.ts'
import { Section } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { Basis } from './Basis.tsx'
import css from './insights.module.css'

/** Winning customers against keeping them, from the company's own figures; what is not known stays so. */
export function Economics({ page, economics }: { page: Insights; economics: EconomicsOf }) {
  const words = useWords().insights
  const format = useFormat()
  const { terms } = page
  const margin = page.model?.margin !== null
  const money = (sum: EconomicsOf['value']) => (sum === null ? null : format.money(sum, 'whole'))
  const { retention, paybackMonths } = economics
  const facts: [string, string | null][] = [
    [words.newCustomers, format.n(economics.newCustomers)],
    [words.newValue(margin), money(economics.newValue)],
    [words.newNet, money(economics.newNet)],
    [words.payback, paybackMonths === null ? null : words.paybackIn(paybackMonths)],
    [words.retention, retention && words.retentionOf(retention.stayed, retention.customers)],
    [words.keptValue(margin), money(economics.value)],
    [words.keptNet, money(economics.keptNet)],
  ]
  const silent = terms.margin === null || terms.acquisition === null || terms.keeping === null
  return (
    <Section title={words.economics}>
      <p className="soft">{words.economicsHelp}</p>
      {page.model && <Basis model={page.model} version={economics.version} />}
      <div className={css.economics}>
        <dl className={css.facts}>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className={value === null ? 'soft' : 'num'}>{value ?? words.notKnown}</dd>
            </div>
          ))}
        </dl>
        <div>
          {page.manages ? (
            <TermsForm key={JSON.stringify(terms)} page={page} />
          ) : (
            <p className="soft">{words.others}</p>
          )}
          {silent && <p className="soft">{words.needsMargin}</p>}
        </div>
      </div>
    </Section>
  )
}

type Name = keyof Terms
const limits: Readonly<Record<Name, { least: number; most: number }>> = {
  margin: { least: 0, most: 100 },
  discount: { least: 0, most: 100 },
  acquisition: { least: 0, most: 1e9 },
  keeping: { least: 0, most: 1e9 },
  horizonDays: { least: 7, most: 730 },
}

/** A number as somebody writes it; undefined when it is none, null when there is nothing. */
function numberIn(text: string): number | null | undefined {
  const bare = text.replace(/[\s%€\u00a0]/g, '').replace(',', '.')
  if (bare === '') return null
  return /^\d+(\.\d+)?$/.test(bare) ? Number(bare) : undefined
}

function TermsForm({ page }: { page: Insights }) {
  const words = useWords().insights
  const format = useFormat()
  const client = useQueryClient()
  const unit = 10 ** decimalsOf(page.currency)
  const scale: Readonly<Record<Name, number>> = {
    margin: 0.01,
    discount: 0.01,
    acquisition: unit,
    keeping: unit,
    horizonDays: 1,
  }
  const written = (name: Name) => {
    const value = page.terms[name]
    return value === null
      ? ''
      : String(Math.round((value / scale[name]) * 100) / 100).replace('.', format.language === 'fi' ? ',' : '.')
  }
  const [texts, setTexts] = useState<Record<Name, string>>({
    margin: written('margin'),
    discount: written('discount'),
    acquisition: written('acquisition'),
    keeping: written('keeping'),
    horizonDays: written('horizonDays'),
  })
  const [tried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: (terms: Terms) => api.patch('/insights/terms', terms),
    onSuccess: (answer) => {
      client.setQueryData(['insights', 'all'], answer)
      notifications.show({ message: words.saved })
    },
  })
  const fault = (name: Name): string | undefined => {
    const value = numberIn(texts[name])
    const { least, most } = limits[name]
    if (value === undefined) return words.wrongNumber
    return value !== null && (value < least || value > most) ? words.outOfRange(least, most) : undefined
  }
  const names = Object.keys(limits) as Name[]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (names.some((name) => fault(name) !== undefined)) return
    const of = (name: Name) => {
      const value = numberIn(texts[name]) ?? null
      const scaled = value === null ? null : value * scale[name]
      return scaled === null || name === 'margin' || name === 'discount' ? scaled : Math.round(scaled)
    }
    save.mutate({
      margin: of('margin'),
      discount: of('discount'),
      acquisition: of('acquisition'),
      keeping: of('keeping'),
      horizonDays: of('horizonDays'),
    })
  }
  const label: Readonly<Record<Name, string>> = {
    margin: words.margin,
    discount: words.discount,
    acquisition: words.acquisition(page.currency),
    keeping: words.keeping(page.currency),
    horizonDays: words.horizon,
  }
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <h3>{words.terms}</h3>
      <p className="soft">{words.termsHelp}</p>
      {names.map((name) => (
        <TextInput
          key={name}
          label={label[name]}
          {...(name === 'horizonDays' && page.model && { description: words.horizonNone(page.model.horizonDays) })}
          inputMode="decimal"
          autoComplete="off"
          value={texts[name]}
          error={tried && fault(name)}
          onChange={(event) => setTexts({ ...texts, [name]: event.currentTarget.value })}
        />
      ))}
      {save.isError && <Failure error={save.error} />}
      <Button type="submit" loading={save.isPending}>
        {words.save}
      </Button>
    </form>
  )
}
