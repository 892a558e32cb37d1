import { isUtf8 } from 'node:buffer'
import type { Encoding } from './format.ts'

const cp850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0'
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const latin9 = new Map([...'¤¦¨´¸¼½¾'].map((c, i) => [c, [...'€ŠšŽžŒœŸ'][i]!]))
const macintosh = new TextDecoder('macintosh').decode(Uint8Array.from({ length: 128 }, (_, i) => i + 128))

const from1252 = (text: string) => text.replace(/[\x80-\x9f]/g, (c) => windows1252[c.charCodeAt(0) - 0x80]!)
const fromTable = (text: string, table: string) => text.replace(/[\x80-\xff]/g, (c) => table[c.charCodeAt(0) - 0x80]!)

/** Text of bytes in an encoding that has one byte per character. */
function singleByte(bytes: Buffer, encoding: Encoding): string {
  const text = bytes.toString('latin1')
  if (encoding === 'windows-1252') return from1252(text)
  if (encoding === 'iso-8859-15') return text.replace(/[¤¦¨´¸¼½¾]/g, (c) => latin9.get(c) ?? c)
  return fromTable(text, encoding === 'cp850' ? cp850 : macintosh)
}

/** Length of the UTF-8 sequence at `i`, 0 if there is none. Lone surrogates (as some programs write them) count as one. */
function sequenceAt(bytes: Buffer, i: number): number {
  const lead = bytes[i]!
  const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
  if (length < 2 || i + length > bytes.length) return length === 1 ? 1 : 0
  for (let k = 1; k < length; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) return 0
  const second = bytes[i + 1]!
  if ((lead === 0xe0 && second < 0xa0) || (lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f)) return 0
  return length
}

/** UTF-8 where it is UTF-8; any other byte is read as windows-1252, which is what stray bytes in such files are. */
function forgivingUtf8(bytes: Buffer): string {
  const parts: string[] = []
  let from = 0
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceAt(bytes, i)
    const surrogate = length === 3 && bytes[i] === 0xed && bytes[i + 1]! >= 0xa0
    if (length > 0 && !surrogate) {
      i += length
      continue
    }
    if (i > from) parts.push(bytes.toString('utf8', from, i))
    if (surrogate) parts.push(String.fromCharCode(0xd000 | ((bytes[i + 1]! & 0x3f) << 6) | (bytes[i + 2]! & 0x3f)))
    else parts.push(from1252(bytes.toString('latin1', i, i + 1)))
    i += surrogate ? 3 : 1
    from = i
  }
  if (from < bytes.length) parts.push(bytes.toString('utf8', from))
  return parts.join('')
}

/** Text of whole characters in any supported encoding; never throws. */
export function decode(bytes: Buffer, encoding: Encoding): string {
  if (encoding === 'utf-8') return isUtf8(bytes) ? bytes.toString('utf8') : forgivingUtf8(bytes)
  if (encoding === 'utf-16le') return bytes.toString('utf16le', 0, bytes.length & ~1)
  if (encoding === 'utf-16be')
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
  return singleByte(bytes, encoding)
}

/** How many bytes at the end belong to a character that goes on in the next chunk. */
function unfinished(bytes: Buffer, encoding: Encoding): number {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return bytes.length % 2
  if (encoding !== 'utf-8') return 0
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}

/** Chunks of bytes as chunks of text, the byte order mark left out. `onStray` hears of text that was not all UTF-8. */
export async function* textOf(
  chunks: AsyncIterable<Buffer>,
  encoding: Encoding,
  onStray: () => void = () => {},
): AsyncGenerator<string> {
  let rest: Buffer | undefined
  let first = true
  const textFrom = (bytes: Buffer) => {
    if (encoding === 'utf-8' && !isUtf8(bytes)) onStray()
    const text = decode(bytes, encoding)
    const start = first && text.charCodeAt(0) === 0xfeff ? 1 : 0
    if (text.length > 0) first = false
    return start ? text.slice(1) : text
  }
  for await (const chunk of chunks) {
    const bytes = rest?.length ? Buffer.concat([rest, chunk]) : chunk
    const keep = unfinished(bytes, encoding)
    rest = keep ? bytes.subarray(bytes.length - keep) : undefined
    const text = textFrom(keep ? bytes.subarray(0, bytes.length - keep) : bytes)
    if (text) yield text
  }
  if (rest?.length) {
    const text = textFrom(rest)
    if (text) yield text
  }
}

/** BOM, then zero bytes on one side (UTF-16), then strict UTF-8, then the code page whose letters make words. */
export function detectEncoding(bytes: Buffer, whole: boolean): { encoding: Encoding; notes: string[] } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', notes: [] }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', notes: [] }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { encoding: 'utf-8', notes: isUtf8(trimmed(bytes, whole)) ? [] : ['encoding_mixed'] }
  const sixteen = sixteenBit(bytes)
  if (sixteen) return { encoding: sixteen, notes: ['encoding_guessed'] }
  if (isUtf8(trimmed(bytes, whole))) return { encoding: 'utf-8', notes: [] }
  const { sequences, strays } = countUtf8(bytes)
  if (sequences > strays * 4) return { encoding: 'utf-8', notes: ['encoding_mixed'] }
  return { encoding: codePage(bytes), notes: ['encoding_guessed'] }
}

const trimmed = (bytes: Buffer, whole: boolean) =>
  whole ? bytes : bytes.subarray(0, bytes.length - unfinished(bytes, 'utf-8'))

function sixteenBit(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(bytes.length & ~1, 65536)
  const zeros = [0, 0]
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i % 2]!++
  const half = length / 2
  if (half < 2) return undefined
  if (zeros[1]! > half * 0.4 && zeros[0]! < half * 0.05) return 'utf-16le'
  if (zeros[0]! > half * 0.4 && zeros[1]! < half * 0.05) return 'utf-16be'
  return undefined
}

function countUtf8(bytes: Buffer): { sequences: number; strays: number } {
  let sequences = 0
  let strays = 0
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceAt(bytes, i)
    if (length > 1) sequences++
    if (length === 0) strays++
    i += length || 1
  }
  return { sequences, strays }
}

/** Old exports from DOS and Macintosh programs: there the Nordic and Western letters stand on other bytes. */
function codePage(bytes: Buffer): Encoding {
  const counts = { 'windows-1252': 0, cp850: 0, macintosh: 0 }
  const letter = (i: number) => ((bytes[i] ?? 0) | 0x20) >= 0x61 && ((bytes[i] ?? 0) | 0x20) <= 0x7a
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte < 0x80 || !(letter(i - 1) || letter(i + 1))) continue
    if (byte >= 0xc0) counts['windows-1252']++
    if ([0x84, 0x94, 0x86, 0x8e, 0x99, 0x8f, 0x82, 0x81].includes(byte)) counts.cp850++
    if ([0x8a, 0x9a, 0x8c, 0x80, 0x85, 0x81, 0x8e, 0x9f].includes(byte)) counts.macintosh++
  }
  const { cp850: dos, macintosh: mac, 'windows-1252': windows } = counts
  if (dos > windows * 3 && dos > mac) return 'cp850'
  return mac > windows * 3 && mac > dos ? 'macintosh' : 'windows-1252'
}
