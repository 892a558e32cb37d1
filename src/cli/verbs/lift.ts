import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { leftLines, readColumns, readOptions, type Wanted } from '../analytics/read.ts'
import { textOf, usage } from '../asked.ts'
import type { Command, Invocation } from '../command.ts'
import { exit } from '../exit.ts'
import { compare, type Compared, type Lift, type Question, truthOf } from '../lift/arms.ts'

export const command: Command = {
  usage: 'FILE --arm A --control NAME --metric M… [--sequential] [--planned N] [--shares NAME=SHARE,…] [--json]',
  about: [
    'Measures what a campaign changed: every arm against the control, for each metric, by the difference of means with unequal variances.',
    'A row is a person who was assigned to an arm, whether reached or not. Metrics are numbers, or yes and no.',
    'Tells the difference, its standard error, the interval (95 %, normal), p, and the relative lift with its own interval; and by',
    'chi-square whether people fell into the arms as planned: with p < 0.001 the split is broken and no difference is to be trusted.',
    'The classic interval holds on one day that was set beforehand. Whoever looks daily takes --sequential: that interval holds on all days',
    'together; --planned is the number per arm at which it shall be narrowest (as many as there are, when absent).',
    '--json: file, rows, leftOut, arms (arm, n, control), ratio (chiSquare, p), confidence, compared (metric, arm, n, mean, variance, controlN,',
    'controlMean, difference, standardError, interval, p, lift, liftInterval, alwaysValid with low, high, halfWidth, planned), thin (arms with',
    'too few values: metric, arm, n), seconds.',
  ],
  examples: [
    'lift hillstrom.csv.gz --arm segment --control "No E-Mail" --metric visit --metric conversion --metric spend',
    'lift campaign.csv --arm group --control holdout --metric margin --sequential --planned 20000 --json',
  ],
  options: {
    arm: { about: 'The column that says who was in which arm', value: 'COLUMN' },
    control: { about: 'The arm that got nothing', value: 'NAME' },
    metric: { about: 'A column to compare; may be given again, or name more of them', value: 'COLUMN', multiple: true },
    sequential: { about: 'Give the interval that holds however often one looks' },
    planned: { about: 'With --sequential: people per arm at the planned end', value: 'N' },
    shares: { about: 'How the arms were to be filled, where not equally', value: 'NAME=SHARE,…' },
    confidence: { about: 'Of the intervals (0.95)', value: 'SHARE' },
    json: { about: 'Print the result as JSON' },
    ...readOptions,
  },
  words: { least: 1 },
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const { words, options, cwd, output } = invocation
  const begun = performance.now()
  const column = textOf(options.arm)
  const file = words.find((word) => word === '-' || existsSync(resolve(cwd, word))) ?? words[0]!
  const more = words.filter((word) => word !== file) // "--metric A B C"
  const metrics = [options.metric ?? [], more].flat().filter((name): name is string => typeof name === 'string')
  const names = [...new Set(metrics.flatMap((name) => name.split(',').map((one) => one.trim())))].filter((name) => name)
  if (column === undefined || names.length === 0)
    throw usage('The columns are not named.', 'Say --arm COLUMN --control NAME --metric COLUMN.')
  const question = questionOf(options)
  // as text: yes and no are metrics, too
  const wanted: { arm: Wanted & { as: 'key' } } & Record<string, Wanted> = {
    arm: { column, as: 'key' },
    ...Object.fromEntries(names.map((name, i) => [`metric${i}`, { column: name, as: 'number', optional: true }])),
    ...Object.fromEntries(
      names.map((name, i) => [`words${i}`, { column: name.split('*')[0]!, as: 'key', optional: true }]),
    ),
  }
  const read = await readColumns(invocation, file, wanted)
  const values = names.map((name, i): [string, Float64Array] => [name, numbersOf(read.columns, i)])
  const missing = values.map(([name, all]): [string, number] => [
    name,
    all.reduce((n, v) => n + (Number.isNaN(v) ? 1 : 0), 0),
  ])
  const lift = compare(
    { arm: read.columns.arm.of, names: read.columns.arm.names },
    Object.fromEntries(values),
    question,
  )
  for (const line of [...read.notes, ...leftLines(read.leftOut)]) output.note(line)
  for (const [name, n] of missing)
    if (n > 0) output.note(`${n} rows have no number in "${name}" and do not count for it.`)
  for (const { metric, arm, n } of lift.thin)
    output.note(`"${arm}" has ${n === 0 ? 'no value' : 'one value'} of "${metric}" and is not compared in it.`)
  if (question.planned === 'all')
    output.note(
      'Whoever looks again and again names the same --planned every time: only then the interval holds on all days together.',
    )
  for (const line of report(lift, question)) output.line(line)
  const { file: name, rows, leftOut } = read
  const seconds = (performance.now() - begun) / 1000
  output.value({ file: name, rows, leftOut, confidence: 1 - question.alpha, ...lift, seconds })
  return exit.done
}

/** A metric's numbers; where the cells say yes and no, ones and zeros. */
function numbersOf(columns: Readonly<Record<string, unknown>>, i: number): Float64Array {
  const numbers = columns[`metric${i}`] as Float64Array
  const { of, names } = columns[`words${i}`] as { of: Int32Array; names: readonly string[] }
  const truths = names.map(truthOf)
  if (!truths.some((truth) => truth !== undefined)) return numbers
  return numbers.map((value, row) => (Number.isNaN(value) && of[row]! >= 0 ? (truths[of[row]!] ?? Number.NaN) : value))
}

function questionOf(options: Invocation['options']): Question {
  const control = textOf(options.control)
  if (control === undefined) throw usage('The control is not named.', 'Say --control NAME.')
  const confidence = textOf(options.confidence) ?? '0.95'
  const level = Number(confidence.replace(',', '.').replace(/ ?%$/, '')) / (confidence.includes('%') ? 100 : 1)
  if (!(level > 0.5 && level < 1)) throw usage(`"${confidence}" is no level.`, 'Write e.g. --confidence 0.95.')
  const planned = textOf(options.planned)
  if (planned !== undefined && !/^[1-9]\d{0,11}$/.test(planned))
    throw usage(`"${planned}" is no number of people.`, 'Write e.g. --planned 20000.')
  const sequential = options.sequential === true || planned !== undefined
  const shares = textOf(options.shares)
  return {
    control,
    alpha: 1 - level,
    ...(sequential && { planned: planned === undefined ? 'all' : Number(planned) }),
    ...(shares !== undefined && { shares: sharesOf(shares) }),
  }
}

function sharesOf(text: string): Record<string, number> {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [, name, share] = /^(.+)=(\d+(?:\.\d+)?)%?$/.exec(pair.trim()) ?? []
      if (name === undefined || !(Number(share) > 0))
        throw usage(`"${pair}" is no share.`, 'Write e.g. --shares holdout=10,mail=90.')
      return [name.trim(), Number(share)]
    }),
  )
}

const figure = (value: number) => (Math.abs(value) >= 1e5 || value === 0 ? value.toFixed(0) : value.toPrecision(6))
const percent = (share: number) => `${share >= 0 ? '+' : ''}${(100 * share).toFixed(1)} %`

function report({ arms, ratio, compared }: Lift, { alpha }: Question): string[] {
  const level = `${Number(((1 - alpha) * 100).toFixed(4))} %`
  return [
    `Arms: ${arms.map(({ arm, n, control }) => `${arm} ${n}${control ? ' (control)' : ''}`).join(', ')}.`,
    ratio.p < 0.001
      ? `The arms are not as planned (p = ${ratio.p.toExponential(1)}): the split is broken, the differences below are not to be trusted.`
      : `The arms are as planned (chi-square ${ratio.chiSquare.toFixed(3)}, p = ${ratio.p.toFixed(3)}).`,
    ...compared.flatMap((one) => lineOf(one, level)),
  ]
}

function lineOf(one: Compared, level: string): string[] {
  const { metric, arm, mean, controlMean, standardError, interval, p, lift, liftInterval, alwaysValid } = one
  const between = ({ low, high }: { low: number; high: number }) => `${figure(low)} … ${figure(high)}`
  return [
    `${metric}, ${arm}: ${figure(mean)} against ${figure(controlMean)}; difference ${figure(one.difference)} (SE ${figure(standardError)}), ${level} ${between(interval)}, p = ${p < 1e-4 ? p.toExponential(1) : p.toFixed(4)}${
      lift === null ? '' : `; lift ${percent(lift)} (${percent(liftInterval!.low)} … ${percent(liftInterval!.high)})`
    }`,
    ...(alwaysValid
      ? [`  however often one looks: ${between(alwaysValid)} (planned ${alwaysValid.planned} per arm)`]
      : []),
  ]
}
