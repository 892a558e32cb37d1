/** Purchases of customers week by week, sparse. Weeks 0 … baseline − 1 are the baseline, those up to weeks − 1 are watched. */
export interface WeeklyCounts {
  readonly n: number
  readonly weeks: number
  readonly baseline: number
  /** Where the entries of a customer begin; n + 1 numbers. */
  readonly from: Uint32Array
  /** Ascending within a customer. */
  readonly week: Uint16Array
  readonly count: Uint32Array
  /** Week of the very first purchase; −1 when that was before week 0. */
  readonly begun: Int16Array
}

/** A purchase day, or a week's count, of a customer. Weeks before 0 only tell when the customer began; later than `weeks` − 1 are left out. */
export interface Bought {
  readonly customer: Int32Array
  readonly week: Int32Array
  /** One each when absent. */
  readonly count?: Float64Array
}

/** Sorts purchases into weekly counts; customer −1 is nobody. */
export function weeklyCounts(
  { customer, week, count }: Bought,
  n: number,
  { weeks, baseline }: { weeks: number; baseline: number },
): WeeklyCounts {
  const begun = new Int16Array(n).fill(weeks)
  const cells = new Uint32Array(n + 1)
  for (let i = 0; i < customer.length; i++) {
    const [who, at] = [customer[i]!, week[i]!]
    if (who < 0 || at >= weeks || (count !== undefined && !(count[i]! > 0))) continue
    if (at < begun[who]!) begun[who] = Math.max(-1, at)
    if (at >= 0) cells[who + 1]!++
  }
  for (let i = 0; i < n; i++) cells[i + 1]! += cells[i]!
  const order = new Float64Array(cells[n]!) // week and count in one number, to be sorted
  const place = cells.slice(0, n)
  for (let i = 0; i < customer.length; i++) {
    const [who, at] = [customer[i]!, week[i]!]
    const bought = Math.round(count?.[i] ?? 1)
    if (who >= 0 && at >= 0 && at < weeks && bought > 0) order[place[who]!++] = at * 0x1_0000_0000 + bought
  }
  const from = new Uint32Array(n + 1)
  const weekOf = new Uint16Array(order.length)
  const countOf = new Uint32Array(order.length)
  let to = 0
  for (let i = 0; i < n; i++) {
    from[i] = to
    for (const cell of order.subarray(cells[i]!, cells[i + 1]!).sort()) {
      const at = Math.floor(cell / 0x1_0000_0000)
      if (to > from[i]! && weekOf[to - 1] === at) to--
      else countOf[to] = 0
      weekOf[to] = at
      countOf[to]! += cell - at * 0x1_0000_0000
      to++
    }
  }
  from[n] = to
  return { n, weeks, baseline, from, week: weekOf.slice(0, to), count: countOf.slice(0, to), begun }
}

/** Everything a customer bought in the baseline. */
export function baselineOf({ from, week, count, baseline }: WeeklyCounts, i: number): number {
  let sum = 0
  for (let at = from[i]!; at < from[i + 1]! && week[at]! < baseline; at++) sum += count[at]!
  return sum
}

/** Puts a customer's watched weeks into `into`, from its beginning. */
export function watchedOf({ from, week, count, baseline, weeks }: WeeklyCounts, i: number, into: Float64Array): void {
  into.fill(0, 0, weeks - baseline)
  for (let at = from[i + 1]! - 1; at >= from[i]! && week[at]! >= baseline; at--) into[week[at]! - baseline] = count[at]!
}
