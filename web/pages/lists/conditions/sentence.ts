import type { Condition } from '#src/know/segments/contract.ts'
import { type Opening, textOf } from '../../../words/parts.ts'
import { said, type Speaker } from './said.ts'
import { draftOf, type Group, isGroup, type Item } from './tree.ts'

/** The conditions as one sentence in the reader's language. */
export function sentence(tree: Condition, speaker: Speaker): string {
  const { root } = draftOf(tree)
  const { conditions } = speaker.words
  if (root.items.length === 0) return speaker.list === 'customers' ? conditions.everybody : conditions.everything
  if (root.not) return conditions.denied('first', inner(root, 'inside', speaker))
  const text = inner(root, 'first', speaker)
  return text.charAt(0).toLocaleUpperCase('fi') + text.slice(1)
}

function inner({ items, join }: Group, opening: Opening, speaker: Speaker): string {
  const { comma } = speaker.words.conditions
  const link = join === 'all' ? 'and' : 'or'
  return items
    .map((item, i) => itemText(item, i === 0 ? opening : link, speaker))
    .reduce((before, text) => `${before}${comma(text) ? ',' : ''} ${text}`)
}

function itemText(item: Item, opening: Opening, speaker: Speaker): string {
  const { line, denied, joins } = speaker.words.conditions
  if (!isGroup(item)) return textOf(line(said(item, opening, speaker))).replaceAll(' – ', '–')
  if (item.items.length === 0) return `(${speaker.words.conditions.everybody})`
  if (item.not) return denied(opening, inner(item, 'inside', speaker))
  const link = opening === 'and' ? `${joins.all} ` : opening === 'or' ? `${joins.any} ` : ''
  return `${link}(${inner(item, opening === 'first' ? 'first' : 'inside', speaker)})`
}
