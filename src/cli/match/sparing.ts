const patience = 2000

/**
 * Makes something of each text of a column, once for equal texts as long as they come again often enough: a million rows have a few
 * thousand towns. Saves the memory of equal strings, and the work.
 */
export function sparing(make: (text: string) => string): (text: string) => string {
  let known: Map<string, string> | undefined = new Map()
  let seen = 0
  return (text) => {
    if (known === undefined) return make(text)
    seen++
    let made = known.get(text)
    if (made === undefined) {
      made = make(text)
      known.set(text, made)
      if (known.size > patience && known.size * 2 > seen) known = undefined
    }
    return made
  }
}
