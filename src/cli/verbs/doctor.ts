import { fill } from '#src/platform/i18n/index.ts'
import type { Command } from '../command.ts'
import { examine, type State } from '../doctor/checks.ts'
import { terminalLanguage, words } from '../doctor/words.ts'
import { exit } from '../exit.ts'

const marks: Record<State, string> = { good: '✓', note: '•', bad: '✗' }

export const command: Command = {
  usage: '[--json]',
  about: [
    'Looks at everything the program stands on and says in plain words what is wrong and what to do.',
    'Speaks Finnish or English (KAUPPIAS_LANGUAGE, else the language of the terminal). Ends with 1 when something is wrong.',
  ],
  examples: ['doctor', 'doctor --json'],
  options: { json: { about: 'one line {"checks":[{"state","key","what","next"}…]} on standard output' } },
  run: async (invocation) => {
    const { output } = invocation
    const language = terminalLanguage(invocation.env)
    const dictionary = words[language]
    const checks = []
    for await (const { state, key, values } of examine(invocation, language)) {
      const [what, next] = dictionary[key].map((text) => fill(text ?? '', values))
      checks.push({ state, key, what, next })
      output.line(`${marks[state]} ${what}${next ? `\n    → ${next}` : ''}`)
    }
    output.value({ checks })
    const bad = checks.some(({ state }) => state === 'bad')
    if (!bad) output.line(dictionary.well[0])
    return bad ? exit.refused : exit.done
  },
}
