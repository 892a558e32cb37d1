import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { importQuery } from '../../api/queries.ts'
import type { Import } from '../../api/routes.ts'

/** What can be done to an import; each answer is its new state. */
export function useImportActs(job: Import) {
  const client = useQueryClient()
  const params = { id: job.id }
  const keep = (next: Import) => {
    client.setQueryData(importQuery(job.id).queryKey, next)
    void client.invalidateQueries({ queryKey: ['imports', 'list'] })
  }
  const run = useMutation({
    mutationFn: (dryRun: boolean) => api.post('/imports/:id/run', { dryRun }, { params }),
    onSuccess: keep,
  })
  const cancel = useMutation({
    mutationFn: () => api.post('/imports/:id/cancel', undefined, { params }),
    onSuccess: keep,
  })
  // a person lets in what the limits of the source held
  const letIn = useMutation({
    mutationFn: () => api.post('/imports/:id/run', { letIn: true }, { params }),
    onSuccess: keep,
  })
  const rollBack = useMutation({
    mutationFn: () => api.post('/imports/:id/rollback', {}, { params }),
    onSuccess: keep,
  })
  return { run, cancel, letIn, rollBack }
}
