import type { Schedule } from './contract.ts'

const minute = 60_000

/** Milliseconds that the zone's clock is ahead of UTC at a moment. */
function ahead(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return local - Math.floor(at / 1000) * 1000
}

/** The moment at which the zone's clock shows this; a time that the clock jumps over is the moment of the jump. */
function momentOf(timeZone: string, local: number): number {
  const guess = local - ahead(timeZone, local)
  return local - Math.max(ahead(timeZone, guess), ahead(timeZone, guess - 60 * minute))
}

/** When the next file is due after a moment. Pure. */
export function nextFile(schedule: Schedule | null, now: Date, timeZone: string): Date {
  const times = schedule?.times ?? []
  if (times.length === 0) {
    const step = (schedule?.everyMinutes ?? 60) * minute
    return new Date((Math.floor(now.getTime() / step) + 1) * step)
  }
  const today = Math.floor((now.getTime() + ahead(timeZone, now.getTime())) / (1440 * minute)) * 1440 * minute
  const due = [0, 1, 2].flatMap((day) =>
    times.map((time) => {
      const [hours, minutes] = time.split(':').map(Number)
      return momentOf(timeZone, today + day * 1440 * minute + hours! * 60 * minute + minutes! * minute)
    }),
  )
  return new Date(Math.min(...due.filter((at) => at > now.getTime())))
}
