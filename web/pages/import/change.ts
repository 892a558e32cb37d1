import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { importQuery } from '../../api/queries.ts'
import { previewQuery } from '../../api/queries-imports.ts'
import type { Import, ImportFile, ImportFileChange } from '../../api/routes.ts'

export type Column = ImportFile['columns'][number]
type MappingEdit = NonNullable<ImportFileChange['mapping']>
export type ColumnEdit = NonNullable<MappingEdit['columns']>[number]
export type Join = ImportFile['joins'][number]
export type Target = NonNullable<Column['split']>['into'][number]
export type Change = UseMutationResult<Import, Error, ImportFileChange>

/**
 * Corrects what was found in one file. The page shows the correction at once and the server's answer when it comes; corrections go one
 * after another, so that a slow answer never brings back what has been corrected since.
 */
export function useFileChange(job: Import, file: ImportFile): Change {
  const client = useQueryClient()
  const { queryKey } = importQuery(job.id)
  const mutationKey = ['imports', 'change', job.id]
  const last = () => client.isMutating({ mutationKey }) === 1
  return useMutation({
    mutationKey,
    scope: { id: `import ${job.id}` },
    mutationFn: (change: ImportFileChange) =>
      api.patch('/imports/:id/files/:fileNo', change, { params: { id: job.id, fileNo: String(file.fileNo) } }),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey })
      client.setQueryData(queryKey, (known) => known && guessed(known, file.fileNo, change))
    },
    onSuccess: (next) => {
      const preview = next.files.find((one) => one.fileNo === file.fileNo)?.preview
      if (preview) client.setQueryData(previewQuery(job.id, file.fileNo).queryKey, preview)
      else void client.invalidateQueries({ queryKey: previewQuery(job.id, file.fileNo).queryKey })
      if (last()) client.setQueryData(queryKey, next)
    },
    onError: () => {
      if (last()) void client.invalidateQueries({ queryKey })
    },
  })
}

/** The import as it will be after a correction, as far as that is certain without the server. */
function guessed(job: Import, fileNo: number, change: ImportFileChange): Import {
  const edits = new Map(change.mapping?.columns?.map((edit) => [edit.at, edit]))
  return {
    ...job,
    files: job.files.map((file) => {
      if (file.fileNo !== fileNo) return file
      const { mapping, encoding, delimiter, sheet, dateOrder, decimal } = change
      const told = { encoding, delimiter, sheet, dateOrder, decimal }
      return {
        ...file,
        ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
        ...(mapping?.key ? { key: mapping.key } : {}),
        ...(mapping?.joins ? { joins: mapping.joins } : {}),
        ...(mapping?.constants ? { constants: mapping.constants } : {}),
        columns: file.columns.map((column) => {
          const edit = edits.get(column.at)
          return edit ? { ...edit, header: column.header, confidence: null } : column
        }),
      }
    }),
  }
}

/** What the server keeps of one column, to be changed in part and sent whole. */
export function editOf(column: Column): ColumnEdit {
  const { header: _, confidence: __, ...edit } = column
  return edit as ColumnEdit
}

/** Another meaning leaves behind what only the old one had: its label, its way of writing dates, its words. */
export function meaning(column: Column, field: string): ColumnEdit {
  return { at: column.at, field, ...(column.nulls ? { nulls: column.nulls } : {}) }
}

/**
 * A column gets a meaning. What another column had already and only one can have, is exchanged: columns that have changed places are put
 * right by choosing once.
 */
export function picked(
  file: ImportFile,
  column: Column,
  field: string,
  several: ReadonlySet<string>,
): { columns: ColumnEdit[]; exchanged: Column | undefined } {
  const exchanged = several.has(field)
    ? undefined
    : file.columns.find((one) => one.at !== column.at && one.field === field)
  const mine = meaning(column, field)
  if (!exchanged) return { columns: [mine], exchanged }
  return { columns: [mine, meaning(exchanged, column.field)], exchanged }
}
