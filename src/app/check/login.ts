// From what a person gave on the command line to targets with credentials, every secret read before the first login.
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { askSecret, askYesNo, readSecret } from '../../inventory/credentials.ts'
import { parseHost } from '../../inventory/hosts.ts'
import { readIdentity } from '../../inventory/identity.ts'
import type { Platform } from '../../model/platform.ts'
import type { Target } from '../../session/device.ts'
import type { HostKeyPolicy } from '../../session/hostkeys.ts'

export interface LoginInput {
  readonly hosts: readonly string[]
  readonly username?: string
  readonly port?: number
  readonly platform?: Platform
  readonly identity?: string
  readonly agent: boolean
  readonly passwordFile?: string
  readonly passwordCommand?: string
  readonly enable: boolean
  readonly enablePasswordFile?: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** A person sits at the terminal and can be asked. */
  readonly interactive: boolean
}

/** @throws Error when an argument is no host or a secret cannot be had */
export async function prepareTargets(input: LoginInput): Promise<Target[]> {
  const hosts = hostsOf(input)
  const { env } = input
  const ask = input.interactive ? { ask: askSecret } : {}
  const key = await identityOf(input)
  const agent = input.agent ? agentOf(env) : undefined
  const keyed = key !== undefined || agent !== undefined
  const users = [...new Set(hosts.map(host => host.username))].join(', ')
  const password = await readSecret({
    label: `password of ${users}`,
    ...(input.passwordFile === undefined ? {} : { file: input.passwordFile }),
    ...(input.passwordCommand === undefined ? {} : { command: input.passwordCommand }),
    ...(env['SMARTLIC_PASSWORD'] === undefined ? {} : { env: env['SMARTLIC_PASSWORD'] }),
    // With a key or an agent a password is not asked for: it may not be needed.
    ...(keyed ? {} : ask),
  })
  if (password === undefined && !keyed) {
    throw new Error(
      'there is no way to log in: set SMARTLIC_PASSWORD, or use --password-file, --password-command, --identity or --agent',
    )
  }
  const enableSecret = input.enable
    ? await readSecret({
        label: 'enable secret',
        ...(input.enablePasswordFile === undefined ? {} : { file: input.enablePasswordFile }),
        ...(env['SMARTLIC_ENABLE_PASSWORD'] === undefined ? {} : { env: env['SMARTLIC_ENABLE_PASSWORD'] }),
        ...ask,
      })
    : undefined
  return hosts.map(({ name, host, port, username }) => ({
    name,
    host,
    port,
    ...(input.platform === undefined ? {} : { platform: input.platform }),
    credentials: {
      username,
      ...(password === undefined ? {} : { password }),
      ...(key === undefined ? {} : { key }),
      ...(agent === undefined ? {} : { agent }),
      ...(enableSecret === undefined ? {} : { enableSecret }),
    },
  }))
}

export interface NamedHost {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly username: string
}

/** The hosts with user and port filled in; one named twice is read once. */
export function hostsOf(input: Pick<LoginInput, 'hosts' | 'username' | 'port'>): NamedHost[] {
  const found = new Map<string, NamedHost>()
  for (const argument of input.hosts) {
    const spec = parseHost(argument)
    const port = spec.port ?? input.port ?? 22
    const username = spec.username ?? input.username ?? userInfo().username
    const key = `${username}@${spec.host.toLowerCase()} ${port}`
    if (!found.has(key)) found.set(key, { name: spec.name, host: spec.host, port, username })
  }
  return [...found.values()]
}

async function identityOf(input: LoginInput): Promise<{ data: Buffer; passphrase?: string } | undefined> {
  if (input.identity === undefined) return undefined
  const path = input.identity.replace(/^~(?=\/)/, homedir())
  const { checkPrivateKey } = await import('../../session/key.ts')
  const passphrase = () =>
    readSecret({
      label: `passphrase of ${path}`,
      ...(input.env['SMARTLIC_KEY_PASSPHRASE'] === undefined
        ? {}
        : { env: input.env['SMARTLIC_KEY_PASSPHRASE'] }),
      ...(input.interactive ? { ask: askSecret } : {}),
    })
  return readIdentity(path, passphrase, checkPrivateKey)
}

function agentOf(env: LoginInput['env']): string {
  const socket = env['SSH_AUTH_SOCK']
  if (socket === undefined || socket === '')
    throw new Error(
      '--agent needs a running SSH agent, and SSH_AUTH_SOCK is not set; start one and add a key, or use --identity',
    )
  return socket
}

export interface HostKeyInput {
  readonly mode?: 'strict' | 'accept-new' | 'off'
  readonly file?: string
  readonly interactive: boolean
  readonly note: (text: string) => void
  /** True while a person is being asked: nothing else may write to the terminal. */
  readonly whileAsking: (asking: boolean) => void
}

/**
 * A file of host keys that cannot be read fails every device: it is told once, before any of them is called. One that
 * is not there just knows nobody, as with OpenSSH.
 * @throws Error when the file is there and cannot be read
 */
export async function assertKnownHosts(policy: HostKeyPolicy): Promise<void> {
  const { readKnownHosts } = await import('../../session/hostkeys.ts')
  await readKnownHosts(policy.file)
}

/** Without a word from the person: ask at a terminal, strict everywhere else. */
export function hostKeyPolicy(input: HostKeyInput): HostKeyPolicy {
  return {
    mode: input.mode ?? (input.interactive ? 'ask' : 'strict'),
    file: input.file ?? join(homedir(), '.ssh', 'known_hosts'),
    note: input.note,
    ask: async ({ host, type, fingerprint }) => {
      input.whileAsking(true)
      try {
        return await askYesNo(
          `${host} is not known; its ${type} key is ${fingerprint}. Trust it and remember it?`,
        )
      } finally {
        input.whileAsking(false)
      }
    },
  }
}
