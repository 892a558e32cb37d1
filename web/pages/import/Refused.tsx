import { ApiError } from '../../api/problem.ts'
import type { ImportFile } from '../../api/routes.ts'
import { Failure } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import { fieldName } from './fields.ts'

interface Problem {
  code: string
  /** Where the column stands, from 0, or what it is called. */
  column?: number | string
  field?: string
}

/** Why a correction was not taken: for a mapping, each thing that is wrong with it. */
export function Refused({ error, file }: { error: unknown; file: ImportFile }) {
  const words = useWords()
  const { problem } = words.imports.plan
  const told = error instanceof ApiError && Array.isArray(error.details.problems) ? error.details.problems : []
  const nameOf = ({ column }: Problem) =>
    typeof column === 'number' ? file.columns.find(({ at }) => at === column)?.header : column
  return (
    <Failure error={error}>
      <ul>
        {(told as Problem[]).map((one) => {
          const about = [nameOf(one), one.field && fieldName(words, one.field)].filter(Boolean).join(', ')
          return (
            <li key={`${one.code} ${about}`}>
              {problem[one.code] ?? one.code}
              {about && (
                <>
                  {': '}
                  <Written text={about} />
                </>
              )}
            </li>
          )
        })}
      </ul>
    </Failure>
  )
}
