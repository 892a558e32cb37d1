/** Exit codes, as `--help` tells them. */
export const exit = { done: 0, refused: 1, usage: 2, repair: 3, fault: 70, interrupted: 130, terminated: 143 } as const

export const exitCodes: readonly [number, string][] = [
  [exit.done, 'done'],
  [exit.refused, 'refused or failed; the reason and what to do next are on standard error'],
  [exit.usage, 'the command was not understood'],
  [exit.repair, 'done, but some rows wait to be repaired'],
  [exit.fault, 'a fault in the program'],
  [exit.interrupted, 'interrupted (Ctrl-C); what was confirmed is kept'],
  [exit.terminated, 'terminated; what was confirmed is kept'],
]
