import { Link } from '@tanstack/react-router'
import type { QualityMeasure } from '#src/terms/index.ts'
import type { Ratio } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './ratio.module.css'
import { percentOf, shareOf } from './told.ts'

interface RatioProps {
  ratio: Ratio
  /** Where its rows are. */
  source: string
  fact: string
  measure: QualityMeasure
  label: string
}

/** A ratio with its numerator and denominator, a link to its rows. What is not known is hatched, what does not apply is a dash. */
export function RatioShown({ ratio, source, fact, measure, label }: RatioProps) {
  const words = useWords().sources
  const format = useFormat()
  const may = useMay()
  const share = shareOf(ratio)
  if (share === null) {
    return (
      <span className={ratio.state === 'notKnown' ? css.unknown : css.nothing} title={words.why[ratio.why!]}>
        {words.short[ratio.state]}
        <span className="hidden-text">: {words.why[ratio.why!]}</span>
      </span>
    )
  }
  const shown = (
    <>
      <b>{percentOf(share, format)}</b>
      <small className="num">{words.of(ratio.n!, ratio.of!)}</small>
    </>
  )
  if (!may('quality.read')) return <span className={css.ratio}>{shown}</span>
  return (
    <Link
      to="/sources/$id"
      params={{ id: source }}
      search={{ fact, measure, side: ratio.n === ratio.of ? 'passes' : 'fails' }}
      resetScroll={false}
      className={`${css.ratio} ${css.opens}`}
    >
      <span className="hidden-text">{`${label}: `}</span>
      {shown}
    </Link>
  )
}

const width = 56
const height = 16

/** Shares of the last weeks as a line from none to all; a week that is not known is a gap. */
export function Trend({ shares }: { shares: readonly (number | null)[] }) {
  const words = useWords().sources
  if (shares.filter((share) => share !== null).length < 2) return null
  const step = width / Math.max(1, shares.length - 1)
  const parts: string[] = []
  let pen = 'M'
  shares.forEach((share, i) => {
    if (share === null) pen = 'M'
    else {
      parts.push(`${pen}${(i * step).toFixed(1)} ${(1.5 + (1 - share) * (height - 3)).toFixed(1)}`)
      pen = 'L'
    }
  })
  return (
    <svg
      className={css.trend}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words.trend(shares)}
    >
      <path d={parts.join(' ')} fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />
    </svg>
  )
}
