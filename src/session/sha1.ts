// RSA signatures with SHA-1 (`ssh-rsa`): made for old servers only where a person allowed old algorithms.
import ssh2, { type BaseAgent, type ParsedKey } from 'ssh2'
import type { Credentials } from './auth.ts'
import { SessionError } from './errors.ts'

export interface Sha1Rules {
  readonly legacyCrypto: boolean
  /** Told why nothing was signed; the login goes on with the next method. */
  readonly refused: (problem: SessionError) => void
}

const NOT_ALLOWED =
  'the device takes an RSA key only with a SHA-1 signature; use an Ed25519 or ECDSA key, or allow it with --legacy-crypto'
const AGENT_REFUSES =
  'the device takes an RSA key only with a SHA-1 signature, and the SSH agent does not make one; use --identity with the key file, or an Ed25519 or ECDSA key'

const isSha1 = (type: string, hash: string | undefined): boolean =>
  type === 'ssh-rsa' && (hash === undefined || hash === 'sha1')

/** The key of a file, as the SSH library takes it. */
export function keyFor(
  { data, passphrase }: NonNullable<Credentials['key']>,
  rules: Sha1Rules,
): ParsedKey | Buffer {
  const parsed = ssh2.utils.parseKey(data, passphrase)
  const key = (Array.isArray(parsed) ? parsed[0] : parsed) as ParsedKey | Error | undefined
  // What cannot be parsed here is refused by the library in its own words.
  if (key === undefined || key instanceof Error) return data
  const sign = key.sign.bind(key)
  key.sign = (blob, hash) => {
    if (!isSha1(key.type, hash) || rules.legacyCrypto) return sign(blob, hash)
    rules.refused(new SessionError('auth-key', NOT_ALLOWED))
    return new Error('SHA-1 signatures are not allowed') as never
  }
  return key
}

function chosen(found: readonly ParsedKey[], { first, only }: AgentKeys): ParsedKey[] {
  const wanted = (key: ParsedKey): boolean => first.includes(key.getPublicSSH().toString('base64'))
  return [...found.filter(wanted), ...(only ? [] : found.filter(key => !wanted(key)))]
}

/** Keys of an agent that go first: servers hang up after a few wrong ones. */
export interface AgentKeys {
  /** Public keys, base64 as in a .pub file. */
  readonly first: readonly string[]
  /** No others. */
  readonly only: boolean
}

/** An agent behind the same rule. @param socket path of the agent's socket */
export function agentFor(socket: string, rules: Sha1Rules, keys?: AgentKeys): BaseAgent {
  const inner = ssh2.createAgent(socket)
  class GuardedAgent extends ssh2.BaseAgent {
    getIdentities(done: Parameters<BaseAgent['getIdentities']>[0]): void {
      inner.getIdentities((error, found) =>
        done(error, keys === undefined ? found : chosen((found ?? []) as ParsedKey[], keys)),
      )
    }

    sign(...args: unknown[]): void {
      const done = args.at(-1) as (error?: Error | null, signature?: Buffer) => void
      const [key, data, options] = args as [ParsedKey, Buffer, { hash?: string } | unknown]
      const hash =
        typeof options === 'object' && options !== null ? (options as { hash?: string }).hash : undefined
      const sha1 = isSha1(key.type, hash)
      if (sha1 && !rules.legacyCrypto) {
        rules.refused(new SessionError('auth-key', NOT_ALLOWED))
        done(new Error('SHA-1 signatures are not allowed'))
        return
      }
      inner.sign(
        key,
        data,
        typeof options === 'object' && options !== null ? (options as object) : {},
        (error, signature) => {
          if (sha1 && error !== undefined && error !== null)
            rules.refused(new SessionError('auth-key', AGENT_REFUSES))
          done(error, signature)
        },
      )
    }
  }
  return new GuardedAgent() as unknown as BaseAgent
}
