import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importReport, planImport, type Progress, runImport } from '#src/collect/imports/index.ts'
import type { Import } from '#src/collect/imports/contract.ts'
import type { Context } from '#src/platform/context.ts'
import type { Bucket } from '#src/terms/index.ts'
import { files, worldOf, writeDemoFile, writeDirtyFile } from './files.ts'

export interface DemoOptions {
  /** People; a twentieth as many companies comes on top. */
  people: number
  seed: number
  /** Where the files go and stay; without, they are gone after loading. */
  folder?: string
  signal?: AbortSignal
  onFile?: (name: string) => void
  onProgress?: (progress: Progress) => void
}
export interface DemoReport {
  file: string
  source: string
  counts: Partial<Record<Bucket, number>>
  faults: Record<string, number>
}

/**
 * Makes the files of a Finnish shop with three years behind it and takes them in through the imports, as its people would.
 * The same day, seed and size give the same company.
 */
export async function loadDemo(context: Context, options: DemoOptions): Promise<DemoReport[]> {
  const today = Math.floor(context.now.getTime() / 86_400_000)
  const world = worldOf(options.seed, options.people, today)
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'kauppias-demo-')))
  try {
    const reports: DemoReport[] = []
    for (const file of files) {
      options.signal?.throwIfAborted()
      options.onFile?.(file.name)
      const path = await writeDemoFile(folder, file, world)
      const id = await planImport(context, [{ name: file.name, path }], { source: file.source, as: file.kind })
      const { signal, onProgress } = options
      await runImport(context, id, { ...(signal && { signal }), ...(onProgress && { onProgress }) })
      reports.push(reportOf(file.source, await importReport(context, id)))
    }
    if (options.folder !== undefined) await writeDirtyFile(folder, world)
    return reports
  } finally {
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
  }
}

const reportOf = (source: string, { files: [file], counts, faults }: Import): DemoReport => ({
  file: file!.name,
  source,
  counts,
  faults,
})
