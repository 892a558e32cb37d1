import type { ReactNode } from 'react'
import type { Language } from '#src/terms/index.ts'
import { useTitle } from '../../ui/Page.tsx'
import { Choice } from '../../ui/parts.tsx'
import { speak, useLanguage, useWords } from '../../words/index.tsx'
import css from './entry.module.css'

const languages: { value: Language; label: string }[] = [
  { value: 'fi', label: 'Suomi' },
  { value: 'en', label: 'English' },
]

/** The pages before the sign-in: one form in the middle, the name of the program, and the choice of language. */
export function EntryPage({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const words = useWords()
  const language = useLanguage()
  useTitle(title)
  return (
    <main className={css.page}>
      <div className={css.sheet}>
        <p className={css.brand}>{words.shell.app}</p>
        <h1>{title}</h1>
        {lead && <p className="soft">{lead}</p>}
        {children}
      </div>
      <Choice
        label={words.shell.entry.language}
        value={language}
        options={languages}
        change={(chosen) => void speak(chosen)}
      />
    </main>
  )
}
