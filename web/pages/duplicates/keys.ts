import { useHotkeys } from '@mantine/hooks'
import type { GroupLine } from '#src/know/duplicates/contract.ts'
import type { Decisions } from './acts.ts'

/** The keys of the page, in the order in which they are told. */
export const keyNames = ['j', 'k', 's', 'n', 'l', 'u'] as const

/** Deciding without the mouse: j and k go, s, n and l decide, u takes back. */
export function useKeys(
  groups: readonly GroupLine[],
  chosen: string | undefined,
  go: (id: string) => void,
  decisions: Decisions,
): void {
  const at = groups.findIndex((one) => one.id === chosen)
  const step = (by: number) => {
    const to = groups[Math.max(0, Math.min(groups.length - 1, at + by))]
    if (to) go(to.id)
  }
  // what lies over the page has keys of its own; a radio button of the page has not
  const when = (act: () => unknown) => (event: KeyboardEvent) => {
    const writing = event.target instanceof HTMLInputElement && !['radio', 'checkbox'].includes(event.target.type)
    if (!writing && !document.querySelector('dialog[open]')) act()
  }
  useHotkeys(
    [
      ['j', when(() => step(1))],
      ['k', when(() => step(-1))],
      ['s', when(() => decisions.act('same'))],
      ['n', when(() => decisions.act('apart'))],
      ['l', when(() => decisions.act('later'))],
      ['u', when(() => decisions.takeBack())],
    ],
    ['TEXTAREA', 'SELECT'],
  )
}
