// A private key from a file, opened with its passphrase before any device is called.
import { readFile } from 'node:fs/promises'
import { unreadable } from './file-problem.ts'

export interface Identity {
  readonly data: Buffer
  readonly passphrase?: string
}

/** Public half of a key, base64: from the `.pub` file beside it, or from the file itself. Undefined where there is none. */
export async function publicHalf(path: string): Promise<string | undefined> {
  for (const file of [`${path}.pub`, path]) {
    const text = await readFile(file, 'utf8').catch(() => '')
    const [type, half] = text.trim().split(/[ \t]+/)
    if (type !== undefined && /^(?:ssh|ecdsa|sk)-[a-z0-9@.-]+$/.test(type)) return half
  }
  return undefined
}

/** Asks SSH's own reader whether the key opens; the reason when it does not. Handed in: only src/session knows SSH. */
export type KeyCheck = (
  data: Buffer,
  passphrase: string | undefined,
) => 'ok' | 'encrypted' | 'wrong-passphrase' | 'unusable'

/** @throws Error when the file cannot be read or the key cannot be opened */
export async function readIdentity(
  path: string,
  passphrase: () => Promise<string | undefined>,
  check: KeyCheck,
): Promise<Identity> {
  const data = await readFile(path).catch((error: unknown) => {
    throw unreadable('the private key', path, error)
  })
  const first = check(data, undefined)
  if (first === 'ok') return { data }
  if (first !== 'encrypted')
    throw new Error(`${path} holds no private key that can be used; name one in OpenSSH or PEM format`)
  const phrase = await passphrase()
  if (phrase === undefined) {
    throw new Error(
      `${path} is encrypted; set SMARTLIC_KEY_PASSPHRASE, or load it into an agent and use --agent`,
    )
  }
  if (check(data, phrase) !== 'ok')
    throw new Error(`the passphrase does not open ${path}; check SMARTLIC_KEY_PASSPHRASE or what was typed`)
  return { data, passphrase: phrase }
}
