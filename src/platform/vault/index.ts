/** Secrets that the program must be able to read again: in the database they are encrypted, the key lies in the data folder and in no backup. */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '../ports/index.ts'

const folderOf = (dataDir: string) => join(dataDir, 'vault')
const keyFile = (dataDir: string) => join(folderOf(dataDir), 'key')
const faultOf = (error: unknown) => (error as NodeJS.ErrnoException).code

async function madeKey(dataDir: string, random: Random): Promise<Buffer> {
  await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 })
  await writeFile(keyFile(dataDir), random.bytes(32), { flag: 'wx', mode: 0o600, flush: true }).catch(
    (error: unknown) => {
      if (faultOf(error) !== 'EEXIST') throw error
    },
  )
  const key = await readFile(keyFile(dataDir))
  // made by somebody else at this very moment, or cut short by a crash: nothing is sealed with less
  if (key.length !== 32) throw new Error('the key of the vault is not whole')
  return key
}

/** AES-256-GCM: nonce (12 bytes), tag (16), then the text. `of` names what it belongs to, so that it opens nowhere else. */
export async function seal(at: { dataDir: string; random: Random }, of: string, text: string): Promise<Buffer> {
  const nonce = at.random.bytes(12)
  const cipher = createCipheriv('aes-256-gcm', await madeKey(at.dataDir, at.random), nonce).setAAD(Buffer.from(of))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** 128 bits that nobody can tell without the key, the same each time for the same `of`. */
export async function codeOf(at: { dataDir: string; random: Random }, of: string): Promise<Buffer> {
  const key = await madeKey(at.dataDir, at.random)
  return createHmac('sha256', key).update(`code ${of}`, 'utf8').digest().subarray(0, 16)
}

/** The text again; undefined when the key is gone or another one, as after a restore on a new machine: it must be given anew. */
export async function unseal(dataDir: string, of: string, sealed: Buffer): Promise<string | undefined> {
  try {
    const key = await readFile(keyFile(dataDir))
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(of))
    decipher.setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
  } catch (error) {
    if (faultOf(error) === 'ENOENT' || (error as Error).message.includes('unable to authenticate')) return undefined
    throw error
  }
}
