import type { FieldInfo, ListName } from '#src/know/lists/contract.ts'
import { Written } from '../../ui/Text.tsx'
import { type Format, useFormat, useWords, type Words } from '../../words/index.tsx'
import { shownPhone } from '../../words/phone.ts'
import { sourceName } from '../../words/source.ts'
import { choiceWord } from './choice.ts'

/** The text of a cell; empty for what is not known. */
export function cellText(words: Words, format: Format, list: ListName, field: FieldInfo, value: unknown): string {
  if (value === null || value === undefined) return ''
  switch (field.type) {
    case 'money':
      return format.money(value as { minor: string; currency: string })
    case 'number':
      return format.quantity(String(value))
    case 'date':
      return list !== 'customers' && field.id === 'at' && !format.isWholeDay(String(value))
        ? format.moment(String(value))
        : format.day(String(value))
    case 'yesno':
      return value ? words.lists.yes : words.lists.no
    case 'choice':
      return choiceWord(words, list, field, String(value))
    default:
      if (/(^|\.)source$/.test(field.id)) return sourceName(String(value), words)
      if (field.id.endsWith('phone')) return shownPhone(String(value))
      return field.id.endsWith('language') ? (words.terms.languageName[String(value)] ?? String(value)) : String(value)
  }
}

/** A cell of a list, whose text may be a stranger's. */
export function Cell({ list, field, value }: { list: ListName; field: FieldInfo; value: unknown }) {
  const words = useWords()
  const format = useFormat()
  const text = cellText(words, format, list, field, value)
  if (text === '') return null
  return field.type === 'text' || field.type === 'identifier' || field.type === 'choice' ? (
    <Written text={text} />
  ) : (
    <span className="num">{text}</span>
  )
}
