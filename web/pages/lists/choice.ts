import type { FieldInfo, ListName } from '#src/know/lists/contract.ts'
import type { Words } from '../../words/fi/index.ts'
import { sourceName } from '../../words/source.ts'

/** A word of a choice in the reader's language, or the company's own name of it. */
export function choiceWord(
  words: Words,
  list: ListName,
  field: Pick<FieldInfo, 'id' | 'choices'>,
  value: string,
): string {
  const named = field.choices?.find((one) => one.value === value)?.label
  const { terms } = words
  const id = field.id.replace(/^customer\./, '')
  if (named) return id === 'source' ? sourceName(named, words) : named
  const ofCustomer = list === 'customers' || field.id !== id
  const dictionary =
    id === 'stage'
      ? terms.stage
      : id === 'rfm.group'
        ? terms.rfm
        : id === 'forecast.state'
          ? (words.insights.state as Record<string, string>)
          : id === 'deviation'
            ? words.conditions.deviation
            : id === 'channel'
              ? terms.channel
              : ofCustomer && id === 'kind'
                ? terms.customerKind
                : terms.entry
  return dictionary[value] ?? words.lists.choices[value] ?? value
}
