import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { Refusal } from '#src/platform/refusal.ts'
import type { Source } from './format.ts'

/** A part of a zip package. Its sizes are what the package says of itself: what is unpacked is counted anew. */
interface Part {
  name: string
  packed: number
  unpacked: number
  offset: number
  method: number
  encrypted: boolean
}

/** Bytes that can be read from any place. */
interface Places {
  size: number
  read(start: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

const mostParts = 10_000
/** A sheet of a million full rows unpacks to some GB; one of the same cell over and over packs 300 to 1. */
const absurdBytes = 256 * 1024 * 1024
const absurdRatio = 400
const mostBytes = 8 * 1024 ** 3
const mostInMemory = 512 * 1024 * 1024

export const brokenWorkbook = () =>
  new Refusal(
    422,
    'file_is_xlsx_broken',
    'The workbook is damaged.',
    'Open it in a spreadsheet program, save it again and bring that.',
  )
const bomb = () =>
  new Refusal(
    422,
    'file_expands_too_much',
    'The workbook would unpack to far more than any real table.',
    'Open it in a spreadsheet program and save the sheet as CSV.',
  )

/** A zip package (the form of workbooks) read part by part, in bounded memory. */
export class Package {
  readonly parts: ReadonlyMap<string, Part>
  readonly #places: Places

  private constructor(places: Places, parts: Map<string, Part>) {
    this.#places = places
    this.parts = parts
  }

  /** @throws Refusal 422 `file_is_xlsx_broken` when the list of parts cannot be read, `file_expands_too_much` when it tells of a bomb */
  static async open(source: Source): Promise<Package> {
    const places = await placesOf(source)
    try {
      return new Package(places, await partsOf(places))
    } catch (error) {
      await places.close()
      throw error
    }
  }

  close(): Promise<void> {
    return this.#places.close()
  }

  /** The unpacked bytes of a part; nothing where there is no such part. */
  async *bytes(name: string): AsyncGenerator<Buffer> {
    const part = this.parts.get(name)
    if (!part) return
    if (part.method !== 0 && part.method !== 8) throw brokenWorkbook()
    const head = await this.#places.read(part.offset, 30)
    if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50) throw brokenWorkbook()
    const start = part.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
    const packed = this.#packed(start, part.packed)
    if (part.method === 0) yield* packed
    else yield* inflated(packed)
  }

  async *#packed(start: number, length: number): AsyncGenerator<Buffer> {
    for (let at = start; at < start + length; ) {
      const piece = await this.#places.read(at, Math.min(65_536, start + length - at))
      if (piece.length === 0) throw brokenWorkbook()
      yield piece
      at += piece.length
    }
  }

  /** A small part as text. */
  async text(name: string, most = 16 * 1024 * 1024): Promise<string> {
    const pieces: Buffer[] = []
    let size = 0
    for await (const piece of this.bytes(name)) {
      size += piece.length
      if (size > most) throw bomb()
      pieces.push(piece)
    }
    return Buffer.concat(pieces).toString('utf8')
  }
}

async function* inflated(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let taken = 0
  let out = 0
  const counted = async function* () {
    for await (const piece of packed) {
      taken += piece.length
      yield piece
    }
  }
  const input = Readable.from(counted(), { objectMode: false, highWaterMark: 65_536 })
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 })
  input.on('error', (error) => inflate.destroy(error))
  input.pipe(inflate)
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      out += piece.length
      if (out > mostBytes || (out > absurdBytes && out > taken * absurdRatio)) throw bomb()
      yield piece
    }
  } catch (error) {
    throw String((error as { code?: unknown }).code).startsWith('Z_') ? brokenWorkbook() : error
  } finally {
    input.destroy()
    inflate.destroy()
  }
}

async function placesOf(source: Source): Promise<Places> {
  if (typeof source === 'string') return fileOf(await open(source, 'r'))
  const pieces: Buffer[] = []
  let size = 0
  for await (const chunk of (await source()) as AsyncIterable<Buffer | string>) {
    const piece = Buffer.from(chunk as Buffer)
    size += piece.length
    if (size > mostInMemory) throw bomb()
    pieces.push(piece)
  }
  const all = Buffer.concat(pieces)
  return { size, read: async (start, length) => all.subarray(start, start + length), close: async () => {} }
}

async function fileOf(handle: FileHandle): Promise<Places> {
  const { size } = await handle.stat()
  return {
    size,
    async read(start, length) {
      if (start < 0 || start >= size) return Buffer.alloc(0)
      const buffer = Buffer.alloc(Math.min(length, size - start))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, start)
      return buffer.subarray(0, bytesRead)
    },
    close: () => handle.close(),
  }
}

/** The list at the end of the package (APPNOTE 4.3.12–4.3.16, with the 64-bit forms that streaming writers use). */
async function partsOf(places: Places): Promise<Map<string, Part>> {
  const tail = await places.read(Math.max(0, places.size - 65_557), 65_557)
  const at = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (at < 0 || at + 22 > tail.length) throw brokenWorkbook()
  let size = tail.readUInt32LE(at + 12)
  let offset = tail.readUInt32LE(at + 16)
  const locator =
    at >= 20 && tail.readUInt32LE(at - 20) === 0x07064b50 ? Number(tail.readBigUInt64LE(at - 12)) : undefined
  if (offset === 0xffffffff && locator !== undefined) {
    const end = await places.read(locator, 56)
    if (end.length < 56 || end.readUInt32LE(0) !== 0x06064b50) throw brokenWorkbook()
    size = Number(end.readBigUInt64LE(40))
    offset = Number(end.readBigUInt64LE(48))
  }
  if (size > 16 * 1024 * 1024) throw bomb()
  const list = await places.read(offset, size)
  const parts = new Map<string, Part>()
  for (let i = 0; i + 46 <= list.length && list.readUInt32LE(i) === 0x02014b50; ) {
    const [name, extra, comment] = [28, 30, 32].map((place) => list.readUInt16LE(i + place)) as [number, number, number]
    const part = sized(list, i, name, extra)
    if (
      parts.size >= mostParts ||
      part.unpacked > mostBytes ||
      (part.unpacked > absurdBytes && part.unpacked > part.packed * absurdRatio)
    )
      throw bomb()
    parts.set(part.name, part)
    i += 46 + name + extra + comment
  }
  if (parts.size === 0) throw brokenWorkbook()
  return parts
}

function sized(list: Buffer, i: number, nameLength: number, extraLength: number): Part {
  const part: Part = {
    // some writers part folders with backslashes
    name: list.toString('utf8', i + 46, i + 46 + nameLength).replaceAll('\\', '/'),
    packed: list.readUInt32LE(i + 20),
    unpacked: list.readUInt32LE(i + 24),
    offset: list.readUInt32LE(i + 42),
    method: list.readUInt16LE(i + 10),
    encrypted: (list.readUInt16LE(i + 8) & 1) === 1,
  }
  const to = Math.min(list.length, i + 46 + nameLength + extraLength)
  for (let k = i + 46 + nameLength; k + 4 <= to; ) {
    const length = list.readUInt16LE(k + 2)
    if (list.readUInt16LE(k) === 1) {
      let at = k + 4
      for (const key of ['unpacked', 'packed', 'offset'] as const)
        if (part[key] === 0xffffffff && at + 8 <= to) {
          part[key] = Number(list.readBigUInt64LE(at))
          at += 8
        }
    }
    k += 4 + length
  }
  return part
}
