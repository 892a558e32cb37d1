import { createReadStream } from 'node:fs'
import { type Readable, Transform, type TransformCallback } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Refusal } from '#src/platform/refusal.ts'
import type { Format, Source } from './format.ts'

/** Deflate cannot exceed 1032:1, and real tables stay under 100:1; beyond this it is a bomb, not a register. */
const absurdRatio = 500
const absurdBytes = 2 ** 30

const open = async (source: Source, start = 0): Promise<Readable> =>
  typeof source === 'string' ? createReadStream(source, { highWaterMark: 64 * 1024, start }) : source()

function counting(onBytes: (bytes: number) => void): Transform {
  return new Transform({
    highWaterMark: 64 * 1024,
    transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      onBytes(chunk.length)
      done(null, chunk)
    },
  })
}

function refusalOf(error: unknown): unknown {
  const code = (error as { code?: unknown }).code
  if (code === 'Z_BUF_ERROR')
    return new Refusal(422, 'file_truncated', 'The gzip file ends in the middle.', 'Fetch or export the file again.')
  if (code === 'Z_DATA_ERROR')
    return new Refusal(422, 'file_gzip_broken', 'The gzip file is damaged.', 'Fetch or export the file again.')
  if (code === 'ENOENT')
    return new Refusal(422, 'file_not_found', 'There is no such file.', 'Check its name and folder.')
  if (code === 'EISDIR') return new Refusal(422, 'file_is_folder', 'This is a folder.', 'Name the files in it.')
  if (code === 'EACCES')
    return new Refusal(422, 'file_not_readable', 'The program may not read the file.', 'Check its rights.')
  return error
}

/**
 * The bytes of a source from its start, unpacked. Whoever stops early frees the streams.
 * @param onBytes told the number of packed bytes as they are taken
 */
export async function* bytesOf(
  source: Source,
  compression: Format['compression'],
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  const raw = await open(source)
  if (compression === 'none') {
    try {
      for await (const chunk of raw as AsyncIterable<Buffer | string>) {
        const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
        onBytes(bytes.length)
        yield bytes
      }
    } catch (error) {
      throw refusalOf(error)
    } finally {
      raw.destroy()
    }
    return
  }
  yield* unpacked(raw, onBytes)
}

async function* unpacked(raw: Readable, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  let packed = 0
  let out = 0
  const counter = counting((bytes) => {
    packed += bytes
    onBytes(bytes)
  })
  const gunzip = createGunzip({ chunkSize: 64 * 1024 })
  raw.on('error', (error) => gunzip.destroy(error))
  raw.pipe(counter).pipe(gunzip)
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      out += chunk.length
      if (out > absurdBytes && out > packed * absurdRatio)
        throw new Refusal(
          422,
          'file_expands_too_much',
          `The gzip file unpacks to more than ${absurdRatio} times its size.`,
          'If it really is a register, unpack it first and bring the plain file.',
        )
      yield chunk
    }
  } catch (error) {
    throw refusalOf(error)
  } finally {
    raw.destroy()
    counter.destroy()
    gunzip.destroy()
  }
}

export interface Head {
  compression: Format['compression']
  /** Up to `limit` unpacked bytes from the start. */
  bytes: Buffer
  /** The head is the whole file. */
  whole: boolean
}

/** The beginning of a source, unpacked. */
export async function headOf(source: Source, limit: number): Promise<Head> {
  const first = await take(bytesOf(source, 'none'), 2)
  const compression = first.bytes[0] === 0x1f && first.bytes[1] === 0x8b ? 'gzip' : 'none'
  const { bytes, whole } = await take(bytesOf(source, compression), limit)
  return { compression, bytes, whole }
}

async function take(chunks: AsyncIterable<Buffer>, limit: number): Promise<{ bytes: Buffer; whole: boolean }> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    size += chunk.length
    if (size > limit) return { bytes: Buffer.concat(parts).subarray(0, limit), whole: false }
  }
  return { bytes: Buffer.concat(parts), whole: true }
}

/** A piece of an uncompressed file from the middle, for samples. */
export async function pieceOf(path: string, start: number, length: number): Promise<Buffer> {
  const stream = await open(path, start)
  return (await take(stream as AsyncIterable<Buffer>, length).finally(() => stream.destroy())).bytes
}
