import { Checkbox } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type Role, roles } from '#src/terms/index.ts'
import { api } from '../../api/client.ts'
import { meQuery } from '../../api/queries.ts'
import { factorPolicyQuery } from '../../api/queries-staff.ts'
import { Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import css from './settings.module.css'

/** Which roles must sign in with a code. */
export function Policy() {
  const words = useWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const policy = useQuery(factorPolicyQuery)
  const change = useMutation({
    mutationFn: (required: Role[]) => api.patch('/settings/second-factor', { required }),
    onSuccess: async (next) => {
      client.setQueryData(factorPolicyQuery.queryKey, next)
      const me = await client.fetchQuery({ ...meQuery, staleTime: 0 })
      if (me.secondFactor.needed) void navigate({ to: '/two-step' }) // one's own role: nothing else is open now
    },
  })
  const required = change.isPending ? change.variables : (policy.data?.required ?? [])
  return (
    <Section title={words.twoStep.policy}>
      <p className="soft">{words.twoStep.policyNote}</p>
      {policy.isPending && <Loading lines={2} />}
      {policy.isError && <Failure error={policy.error} retry={() => void policy.refetch()} />}
      {policy.isSuccess && (
        <fieldset className={css.scopes}>
          <legend className="hidden-text">{words.twoStep.policy}</legend>
          {roles.map((role) => (
            <Checkbox
              key={role}
              label={words.terms.role[role]}
              checked={required.includes(role)}
              disabled={change.isPending}
              onChange={(event) =>
                change.mutate(event.target.checked ? [...required, role] : required.filter((one) => one !== role))
              }
            />
          ))}
        </fieldset>
      )}
      {change.isError && <Failure error={change.error} />}
    </Section>
  )
}
