import type { FilePicked } from '#src/know/segments/kept/contract.ts'
import { base, newKey, report } from './client.ts'
import { ApiError, problemFrom } from './problem.ts'

/** Sends a file that names customers, to be kept as a list of them. */
export async function sendSegmentFile(name: string, shared: boolean, file: File): Promise<FilePicked> {
  const form = new FormData()
  form.set('name', name)
  form.set('shared', String(shared))
  form.append('file', file, file.name)
  const headers = {
    accept: 'application/json',
    'accept-language': document.documentElement.lang,
    'idempotency-key': newKey(),
  }
  const response = await fetch(`${base}/segments/file`, {
    method: 'POST',
    headers,
    body: form,
    credentials: 'same-origin',
  }).catch(() => {
    throw report(new ApiError(0, { code: 'network' }))
  })
  const text = await response.text()
  if (!response.ok) throw report(problemFrom(response.status, text))
  return JSON.parse(text) as FilePicked
}
