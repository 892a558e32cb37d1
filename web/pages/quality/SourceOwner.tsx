import { NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { sourceOwnerQuery } from '../../api/queries-sources.ts'
import { Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import css from './watch.module.css'

/** Who sees to a source. */
export function SourceOwner({ id }: { id: string }) {
  const words = useWords().watch
  const client = useQueryClient()
  const query = useQuery(sourceOwnerQuery(id))
  const save = useMutation({
    mutationFn: (ownerId: string | null) => api.patch('/sources/:id/owner', { ownerId }, { params: { id } }),
    onSuccess: (answer) => client.setQueryData(sourceOwnerQuery(id).queryKey, answer),
  })
  return (
    <Section title={words.owner}>
      {query.isPending && <Loading lines={2} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && (
        <NativeSelect
          className={css.owner ?? ''}
          label={words.owner}
          description={words.ownerNote}
          value={query.data.ownerId ?? ''}
          disabled={save.isPending}
          onChange={(event) => save.mutate(event.currentTarget.value === '' ? null : event.currentTarget.value)}
          data={[
            { value: '', label: words.nobody },
            ...query.data.people.map((person) => ({ value: person.id, label: person.name })),
          ]}
        />
      )}
      {save.isError && <Failure error={save.error} />}
      {save.isSuccess && (
        <p role="status" className="soft">
          {words.ownerSaved}
        </p>
      )}
    </Section>
  )
}
