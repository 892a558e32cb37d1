/**
 * The `count` places with the highest scores, highest first; of equals the lower place. Scores of −∞ never come.
 * @param scores one for each place
 */
export function top(scores: Float64Array, count: number): Uint32Array {
  const places = new Uint32Array(count)
  const values = new Float64Array(count)
  let filled = 0
  for (let place = 0; place < scores.length; place++) {
    const score = scores[place]!
    if (score === Number.NEGATIVE_INFINITY || (filled === count && score <= values[count - 1]!)) continue
    let at = filled < count ? filled++ : count - 1
    while (at > 0 && values[at - 1]! < score) {
      values[at] = values[at - 1]!
      places[at] = places[at - 1]!
      at--
    }
    values[at] = score
    places[at] = place
  }
  return places.slice(0, filled)
}
