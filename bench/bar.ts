/** One bar: what was asked, what was reached. */
export interface Bar {
  name: string
  figure: number
  /** `most`: the figure may not be above it; `least`: not below. */
  most?: number
  least?: number
  unit?: string
}

const rounded = (n: number): string =>
  Math.abs(n) >= 1000 ? Math.round(n).toString() : String(Number(n.toPrecision(3)))

/** Prints the closing line of a bar. A miss is told, and does not end the run. */
export function judge({ name, figure, most, least, unit = '' }: Bar): void {
  const holds = (most === undefined || figure <= most) && (least === undefined || figure >= least)
  const limit = most === undefined ? `at least ${rounded(least!)}` : `at most ${rounded(most)}`
  console.log(`bar: ${name}: ${rounded(figure)}${unit} (bar ${limit}${unit}): ${holds ? 'holds' : 'falls short'}`)
}
