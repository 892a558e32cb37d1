const newline = 10

/** Calls `take` with each whole line that a COPY sends, from `start` to before `end`; its fields end with a tab or there. */
export async function eachLine(
  chunks: AsyncIterable<Buffer>,
  take: (bytes: Buffer, start: number, end: number) => void,
): Promise<void> {
  let rest: Buffer | undefined
  for await (const chunk of chunks) {
    const bytes: Buffer = rest === undefined ? chunk : Buffer.concat([rest, chunk])
    let start = 0
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      take(bytes, start, end)
      start = end + 1
    }
    rest = start < bytes.length ? bytes.subarray(start) : undefined
  }
}
