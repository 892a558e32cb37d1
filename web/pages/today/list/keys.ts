import { useHotkeys } from '@mantine/hooks'
import type { Line } from '#src/act/today/contract.ts'
import type { Acting } from './acts.ts'

/** The keys of the list, in the order in which they are told. */
export const keyNames = ['j', 'k', 't', 'd', 's', 'x', 'u'] as const

/** Going through the list and acting without the mouse. */
export function useKeys(
  lines: readonly Line[],
  chosen: string | undefined,
  choose: (id: string) => void,
  { act, setOpen, takeBack }: Acting,
): void {
  const at = lines.findIndex((one) => one.id === chosen)
  const line = lines[at]
  const step = (by: number) => {
    const to = lines[at < 0 ? 0 : Math.max(0, Math.min(lines.length - 1, at + by))]
    if (to) choose(to.id)
  }
  // what lies over the page, and fields, have keys of their own
  const when = (run: () => unknown) => (event: KeyboardEvent) => {
    const writing = event.target instanceof HTMLInputElement && !['radio', 'checkbox'].includes(event.target.type)
    if (!writing && !document.querySelector('dialog[open]')) run()
  }
  const open = (run: (one: Line) => unknown) =>
    when(() => {
      if (line && line.solved === null && !act.isPending) run(line)
    })
  useHotkeys(
    [
      ['j', when(() => step(1))],
      ['k', when(() => step(-1))],
      ['t', open((one) => act.mutate({ line: one, doing: { what: 'taken' } }))],
      ['d', open((one) => setOpen({ id: one.id, as: 'done' }))],
      ['s', open((one) => setOpen({ id: one.id, as: 'snooze' }))],
      ['x', open((one) => act.mutate({ line: one, doing: { what: 'notUseful' } }))],
      ['u', when(() => takeBack())],
      ['Escape', when(() => setOpen(null))],
    ],
    ['TEXTAREA', 'SELECT'],
  )
}
