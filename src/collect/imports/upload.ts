import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { uploadsOf } from './clear.ts'
import { type DeliveredFile, planImport } from './plan.ts'

/** Largest upload in bytes: all files of one delivery together. */
export const uploadLimit = 4 * 1024 ** 3
const mostFiles = 50

/** Keeps the dropped files on disk under names of our own and plans their import. A broken upload leaves nothing behind. */
export async function receive(context: Context, request: FastifyRequest): Promise<Uuid> {
  authorize(context.actor, 'import.run')
  const folder = join(uploadsOf(context), context.uuid())
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const { files, fields } = await store(request, folder)
    const currency = fields.get('currency')
    if (currency !== undefined && !/^[A-Z]{3}$/.test(currency))
      throw new Refusal(422, 'currency_unknown', 'A currency has three capital letters.', 'Give a code such as EUR.')
    return await planImport(context, files, {
      source: fields.get('source') ?? '',
      ...(currency !== undefined && { currency }),
    })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    if ((error as { code?: string }).code === 'ENOSPC')
      throw new Refusal(
        507,
        'disk_full',
        'The disk of the server is full; nothing of the upload was kept.',
        'Ask the administrator to free space, then drop the files again.',
      )
    throw error
  }
}

async function store(
  request: FastifyRequest,
  folder: string,
): Promise<{ files: DeliveredFile[]; fields: Map<string, string> }> {
  const files: DeliveredFile[] = []
  const fields = new Map<string, string>()
  for await (const part of request.parts({ limits: { fileSize: uploadLimit } })) {
    if (part.type === 'field') {
      fields.set(part.fieldname, String(part.value).slice(0, 500))
      continue
    }
    if (files.length >= mostFiles)
      throw new Refusal(413, 'too_many_files', `At most ${mostFiles} files go into one delivery.`)
    const path = join(folder, String(files.length + 1))
    await pipeline(part.file, createWriteStream(path, { mode: 0o600 }))
    if (part.file.truncated)
      throw new Refusal(413, 'file_too_large', 'The file is too large.', 'Split it, or import it on the command line.')
    files.push({ name: shownName(part.filename), path })
  }
  return { files, fields }
}

/** The name that the browser gave, for people to read; never used on the disk. */
function shownName(name: string | undefined): string {
  const shown = (name ?? '')
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 200)
  return shown === '' ? 'file' : shown
}
