import { useQuery } from '@tanstack/react-query'
import type { ListName } from '#src/know/lists/contract.ts'
import { conditionFieldsQuery, segmentsQuery } from '../../../api/queries-segments.ts'
import { useMay } from '../../../api/session.ts'
import { useFormat, useWords } from '../../../words/index.tsx'
import type { Field, Speaker } from './said.ts'

/** Who tells conditions in the reader's language: of customers with all that can be asked of them, of other lists with their own fields. */
export function useSpeaker(list: ListName, listed: readonly Field[] = []): Speaker {
  const words = useWords()
  const format = useFormat()
  const may = useMay()
  const ofCustomers = list === 'customers'
  const askable = useQuery({ ...conditionFieldsQuery, enabled: ofCustomers })
  const kept = useQuery({ ...segmentsQuery, enabled: ofCustomers && may('segment.read') })
  const fields = askable.data
    ? [...askable.data.fields, ...listed.filter(({ id }) => !askable.data.fields.some((one) => one.id === id))]
    : listed
  return {
    words,
    format,
    list,
    fields,
    ...(askable.data && { happenings: askable.data.happenings }),
    ...(kept.data && { segments: new Map(kept.data.segments.map(({ id, name }) => [id, name])) }),
  }
}
