import type { FactUse, Use } from '#src/terms/index.ts'

let declared: readonly Use[] = []

/** Called once by the composing root with what every slice says it uses. */
export function declareUses(uses: readonly Use[]): void {
  declared = uses
}

/** What makes use of a fact; `attribute:HEADER` is a source's own column. What works by it stands before what only shows it. */
export function usesOf(fact: string): { by: FactUse; shown: boolean }[] {
  const own = fact.startsWith('attribute:')
  const found = new Map<FactUse, boolean>()
  for (const { by, facts, shown, attributes } of declared) {
    const uses = own ? attributes === true : (facts as readonly string[]).includes(fact)
    if (uses) found.set(by, (found.get(by) ?? true) && shown === true)
  }
  return [...found].map(([by, shown]) => ({ by, shown })).sort((a, b) => Number(a.shown) - Number(b.shown))
}
