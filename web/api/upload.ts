import { base, newKey, report } from './client.ts'
import { ApiError, problemFrom } from './problem.ts'
import type { Import } from './routes.ts'

export interface Upload {
  source: string
  files: readonly File[]
  currency?: string
  signal: AbortSignal
  /** Called with the share sent, 0..1. */
  progress: (share: number) => void
}

/** Sends the files of one delivery. `fetch` cannot tell how much of an upload has gone, hence XMLHttpRequest. */
export function uploadDelivery(upload: Upload): Promise<Import> {
  const form = new FormData()
  form.set('source', upload.source)
  if (upload.currency) form.set('currency', upload.currency)
  for (const file of upload.files) form.append('files', file, file.name)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${base}/imports`)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('accept-language', document.documentElement.lang)
    request.setRequestHeader('idempotency-key', newKey())
    request.upload.onprogress = (event) => event.lengthComputable && upload.progress(event.loaded / event.total)
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as Import)
      else reject(report(problemFrom(request.status, request.responseText)))
    }
    request.onerror = () => reject(report(new ApiError(0, { code: 'network' })))
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'))
    upload.signal.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}
