/** Mean squared error of probabilities. */
export function brier(of: (row: number) => number, none: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < none.length; i++) sum += (of(i) - none[i]!) ** 2
  return sum / none.length
}

/** By how many standard errors the squared errors of `better` lie below those of `than`; 0 where they do not differ. */
export function advantage(better: (row: number) => number, than: (row: number) => number, none: Uint8Array): number {
  let [sum, squares] = [0, 0]
  for (let i = 0; i < none.length; i++) {
    const gain = (than(i) - none[i]!) ** 2 - (better(i) - none[i]!) ** 2
    sum += gain
    squares += gain * gain
  }
  const spread = squares - (sum * sum) / none.length
  return spread > 0 ? sum / Math.sqrt(spread) : 0
}

/** Area under the ROC curve of a score for a 0/1 outcome; ties count half. Null when all outcomes are equal. */
export function auc(score: Float64Array, outcome: Uint8Array): number | null {
  const order = Uint32Array.from(score.keys()).sort((a, b) => score[a]! - score[b]!)
  let [below, sum, positives] = [0, 0, 0]
  for (let begin = 0; begin < order.length; ) {
    let [end, hits] = [begin, 0]
    while (end < order.length && score[order[end]!] === score[order[begin]!]) hits += outcome[order[end++]!]!
    const misses = end - begin - hits
    sum += hits * (below + misses / 2)
    below += misses
    positives += hits
    begin = end
  }
  const negatives = order.length - positives
  return positives > 0 && negatives > 0 ? sum / positives / negatives : null
}

/**
 * Share of the sum of `worth` that the top tenth by `score` brings; customers on the brink with equal scores count by their mean, so that the order of
 * rows does not matter. Null without any worth.
 */
export function captured(score: Float64Array, worth: Float64Array, share = 0.1): number | null {
  const all = worth.reduce((sum, one) => sum + one, 0)
  const order = Uint32Array.from(score.keys()).sort((a, b) => score[b]! - score[a]!)
  let left = Math.max(1, Math.floor(order.length * share))
  let sum = 0
  for (let begin = 0; begin < order.length && left > 0; ) {
    let [end, own] = [begin, 0]
    while (end < order.length && score[order[end]!] === score[order[begin]!]) own += worth[order[end++]!]!
    const taken = Math.min(left, end - begin)
    sum += (own * taken) / (end - begin)
    left -= taken
    begin = end
  }
  return all > 0 ? sum / all : null
}
