import { crc32, deflateRawSync } from 'node:zlib'

/** A zip package of texts, for tests. `lie` = what the list says of each part's unpacked size. */
export function zipOf(parts: Record<string, string | Buffer>, lie?: number): Buffer {
  const pieces: Buffer[] = []
  const list: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(parts)) {
    const plain = Buffer.from(content as string)
    const packed = deflateRawSync(plain)
    const title = Buffer.from(name)
    const sums = Buffer.alloc(12)
    sums.writeUInt32LE(crc32(plain), 0)
    sums.writeUInt32LE(packed.length, 4)
    sums.writeUInt32LE(lie ?? plain.length, 8)
    const head = Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0])
    const lengths = Buffer.from([title.length & 255, title.length >> 8, 0, 0])
    pieces.push(head, sums, lengths, title, packed)
    const place = Buffer.alloc(16)
    place.writeUInt32LE(offset, 12)
    list.push(
      Buffer.from([0x50, 0x4b, 1, 2, 20, 0, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0]),
      sums,
      lengths,
      place.subarray(2),
      title,
    )
    offset += 30 + title.length + packed.length
  }
  const directory = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(parts).length, 8)
  end.writeUInt16LE(Object.keys(parts).length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...pieces, directory, end])
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook of sheets written as the XML of their rows, for tests. */
export function workbookOf(
  sheets: Record<string, string>,
  extra: { strings?: string; styles?: string; book?: string; hidden?: string[] } = {},
): Buffer {
  const names = Object.keys(sheets)
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships><Relationship Id="r" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relation}">${extra.book ?? ''}<sheets>${names
      .map(
        (name, i) =>
          `<sheet name="${name}" sheetId="${i + 1}"${extra.hidden?.includes(name) ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names
      .map((_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`)
      .join('')}</Relationships>`,
  }
  if (extra.strings) parts['xl/sharedStrings.xml'] = `<sst>${extra.strings}</sst>`
  if (extra.styles) parts['xl/styles.xml'] = `<styleSheet>${extra.styles}</styleSheet>`
  for (const [i, rows] of Object.values(sheets).entries())
    parts[`xl/worksheets/sheet${i + 1}.xml`] = `<worksheet><sheetData>${rows}</sheetData></worksheet>`
  return zipOf(parts)
}
