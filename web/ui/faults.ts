import { ApiError } from '../api/problem.ts'
import { useWords } from '../words/index.tsx'

interface Fault {
  field: string
  code: string
}

/** What a refusal says of single fields, in words, by the field's name: schema failures and values that cannot be right. */
export function useFaults(error: unknown): (field: string) => string | undefined {
  const { fault } = useWords().codes
  return (field) => {
    if (!(error instanceof ApiError)) return undefined
    const faults = Array.isArray(error.details.faults) ? (error.details.faults as Fault[]) : []
    const hit = faults.find((one) => one.field === field)
    return hit ? (fault[hit.code] ?? hit.code) : error.field(field)
  }
}
