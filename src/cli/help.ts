import { variables } from '#src/platform/config.ts'
import type { Command, Option } from './command.ts'
import { exitCodes } from './exit.ts'
import { type Verb, verbs } from './verbs.ts'

const call = 'npm run -s kauppias --'

export function overview(): string {
  return [
    'Kauppias: one clean record of every customer.',
    '',
    `Usage: ${call} VERB [options]`,
    `       ${call} VERB --help`,
    '',
    ...columns(verbs.map(({ name, summary }) => [name, summary])),
    '',
    'Environment:',
    ...columns(Object.entries(variables)),
    '',
    ...exits(),
  ].join('\n')
}

export function helpOf(verb: Verb, command: Command): string {
  const options = Object.entries(command.options).map(([name, option]): [string, string] => [
    flag(name, option),
    option.about,
  ])
  return [
    `kauppias ${verb.name}: ${verb.summary}`,
    '',
    `Usage: ${call} ${verb.name} ${command.usage}`.trimEnd(),
    '',
    ...command.about,
    '',
    'Options:',
    ...columns([...options, ['    --help', 'this text']]),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${call} ${example}`),
    '',
    ...exits(),
  ].join('\n')
}

function exits(): string[] {
  return ['Exit codes:', ...columns(exitCodes.map(([code, about]) => [String(code), about]))]
}

function flag(name: string, { short, value }: Option): string {
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`)
}
