import type { ImportFile } from '../../api/routes.ts'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './file.module.css'

/** Whether the mapping is the one of last time, and what has changed in the file since. */
export function Layout({ file }: { file: ImportFile }) {
  const words = useWords().imports.plan
  const format = useFormat()
  const change = file.layoutChange
  if (!change) {
    if (file.mappedBy === 'saved')
      return (
        <p className={`good ${css.mapped}`}>{file.savedAt ? words.savedAt(format.day(file.savedAt)) : words.saved}</p>
      )
    return null
  }
  const lists: [string, readonly string[]][] = [
    [words.added, change.added],
    [words.gone, change.gone],
    [words.renamed, change.renamed.map(({ from, to }) => words.renamedFrom(from, to))],
  ]
  return (
    <div className={css.changed} role="note">
      <p>
        <strong>{words.changedTitle}</strong> {file.needsLook && words.changedText}
      </p>
      <dl>
        {lists
          .filter(([, names]) => names.length > 0)
          .map(([label, names]) => (
            <div key={label}>
              <dt>{label}</dt>
              {names.map((name) => (
                <dd key={name}>
                  <Written text={name} />
                </dd>
              ))}
            </div>
          ))}
      </dl>
      {change.reordered && <p className="soft">{words.reordered}</p>}
    </div>
  )
}
