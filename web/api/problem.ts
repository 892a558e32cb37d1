import type { Problem } from './routes.ts'

/** A refusal or a failure as the screen needs it: what is wrong, what to do next, what was kept. */
export class ApiError extends Error {
  override name = 'ApiError'
  /** HTTP status; 0 = no answer at all. */
  readonly status: number
  /** Stable code of the problem; `network` without an answer, `unexpected` when the answer was not understood. */
  readonly code: string
  readonly next: string | undefined
  readonly fields: readonly { path: string; detail: string }[]
  readonly details: Record<string, unknown>

  constructor(status: number, problem: Partial<Problem> & { code: string }) {
    super(problem.detail ?? problem.title ?? problem.code)
    this.status = status
    this.code = problem.code
    this.next = problem.next
    this.fields = problem.errors ?? []
    this.details = problem.details ?? {}
  }

  /** What is said of one field, by its name. */
  field(name: string): string | undefined {
    return this.fields.find((f) => f.path === `/${name}` || f.path.startsWith(`/${name}/`))?.detail
  }
}

/** Nothing was answered or the server is not ready: worth trying again as it is. */
export function isAway(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 502 || error.status === 503)
}

export async function problemOf(response: Response): Promise<ApiError> {
  const type = response.headers.get('content-type') ?? ''
  if (!type.includes('json')) return new ApiError(response.status, { code: 'unexpected' })
  return problemFrom(response.status, await response.text())
}

export function problemFrom(status: number, body: string): ApiError {
  try {
    const problem = JSON.parse(body) as Partial<Problem>
    return new ApiError(status, { ...problem, code: problem.code ?? 'unexpected' })
  } catch {
    return new ApiError(status, { code: 'unexpected' })
  }
}
