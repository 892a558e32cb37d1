import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'

/** What the columns of one kind of rows can mean. Part of the program, hence it never changes while the page is open. */
export const mappingFieldsQuery = (kind: string | null) =>
  queryOptions({
    queryKey: ['imports', 'fields', kind],
    queryFn: ({ signal }) => api.get('/imports/fields', { query: { kind: kind ?? '' }, signal }),
    enabled: kind !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Rows of one file as they would be imported. After a correction its answer is put here. */
export const previewQuery = (id: string, fileNo: number) =>
  queryOptions({
    queryKey: ['imports', 'preview', id, fileNo],
    queryFn: ({ signal }) =>
      api.get('/imports/:id/files/:fileNo/preview', {
        params: { id, fileNo: String(fileNo) },
        query: { rows: 20, faulty: 50 },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Rows of one effect: at most a hundred, and also after a dry run. */
export const importEffectsQuery = (id: string, field: string, what: string) =>
  queryOptions({
    queryKey: ['imports', 'effects', id, what, field],
    queryFn: ({ signal }) => api.get('/imports/:id/effects', { params: { id }, query: { field, what }, signal }),
  })

/** What taking an import back would touch: asked anew each time, since hand edits may have come in between. */
export const rollbackQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'rollback', id],
    queryFn: ({ signal }) => api.get('/imports/:id/rollback', { params: { id }, signal }),
    gcTime: 0,
    staleTime: 0,
  })
