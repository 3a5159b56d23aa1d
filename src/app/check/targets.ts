// From devices and login flags to targets: addresses, jump hosts, credentials. Every secret is read before the first login.
import { userInfo } from 'node:os'
import { parseHost } from '../../inventory/hosts.ts'
import { present } from '../../inventory/settings.ts'
import { type SshSettings, SshSettingsReader } from '../../inventory/ssh-config.ts'
import type { InventoryHost } from '../../inventory/types.ts'
import type { Platform } from '../../model/platform.ts'
import type { Target } from '../../session/device.ts'
import type { HostKeyPolicy } from '../../session/hostkeys.ts'
import type { JumpTarget } from '../../session/jump.ts'
import type { Devices } from '../devices.ts'
import type { KeyHints, Secrets } from './secrets.ts'

export interface TargetInput {
  readonly devices: Devices
  /** The command line's word goes before the inventory's. */
  readonly username?: string
  readonly port?: number
  readonly platform?: Platform
  /** `[user@]host[:port]`, nearest to this computer first. */
  readonly jump?: readonly string[]
  readonly sshConfig?: { readonly file?: string } | false
  readonly hostKeys: HostKeyPolicy
  /** `--host-key` or `--known-hosts` was given: the SSH configuration has no say. */
  readonly hostKeysFixed: boolean
}

/** A device as it will be called, before any secret is read. */
export interface Resolved {
  readonly device: InventoryHost
  readonly host: string
  readonly port: number
  readonly username: string
  readonly jump: readonly ResolvedJump[]
  readonly ssh: SshSettings
}

interface ResolvedJump {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly username: string
  readonly credential?: string
  readonly limit?: number
  readonly ssh: SshSettings
}

const DEEPEST = 8

/**
 * Addresses, ports, users and jump hosts. What wins: HOST, the command line, the inventory, the SSH configuration, the
 * defaults.
 * @throws Error when a jump host cannot be understood, or jump hosts lead to each other
 */
export async function resolve(input: TargetInput): Promise<Resolved[]> {
  // What stands behind it would be a password, and is shown wherever the user is named.
  if (input.username?.includes(':') === true)
    throw new Error('--username holds a colon; give passwords by prompt, file or command')
  const reader = new SshSettingsReader(input.sshConfig === false ? false : (input.sshConfig ?? {}))
  const local = userInfo().username
  const resolveJump = async (word: string, way: readonly string[]): Promise<ResolvedJump[]> => {
    if (way.includes(word) || way.length >= DEEPEST)
      throw new Error(`jump hosts lead in a circle: ${[...way, word].join(' > ')}`)
    const named = input.devices.jumps.get(word)
    const typed = named === undefined ? parseHost(word) : undefined
    const address = named?.host ?? typed?.host ?? word
    const ssh = await reader.settings(address)
    const own: ResolvedJump = {
      name: word,
      host: ssh.host ?? address,
      port: named?.port ?? typed?.port ?? ssh.port ?? 22,
      username:
        named?.username ??
        typed?.username ??
        (named?.credential === undefined
          ? undefined
          : input.devices.credentials.get(named.credential)?.username) ??
        ssh.username ??
        input.username ??
        local,
      ...present('credential', named?.credential),
      ...present('limit', named?.limit),
      ssh,
    }
    return [...(await chain(ssh.jump ?? [], [...way, word])), own]
  }
  const chain = async (words: readonly string[], way: readonly string[]): Promise<ResolvedJump[]> => {
    const hops: ResolvedJump[] = []
    for (const word of words) hops.push(...(await resolveJump(word, way)))
    return hops
  }
  const all: Resolved[] = []
  for (const device of input.devices.devices) {
    const ssh = await reader.settings(device.host)
    const typedUser = device.place.file === 'the command line' ? device.username : undefined
    const credentialUser =
      device.credential === undefined ? undefined : input.devices.credentials.get(device.credential)?.username
    const words = input.jump ?? (device.jump.length > 0 ? device.jump : (ssh.jump ?? []))
    all.push({
      device,
      host: ssh.host ?? device.host,
      port: device.port ?? input.port ?? ssh.port ?? 22,
      username: typedUser ?? input.username ?? device.username ?? credentialUser ?? ssh.username ?? local,
      jump: await chain(words, []),
      ssh,
    })
  }
  return all
}

/**
 * Targets with their credentials.
 * @throws Error when a secret cannot be had
 */
export async function targetsOf(
  resolved: readonly Resolved[],
  input: TargetInput,
  secrets: Secrets,
): Promise<Target[]> {
  const users = [...new Set(resolved.map(one => one.username))]
  const label = users.length > 3 ? `${users.slice(0, 3).join(', ')} and others` : users.join(', ')
  const targets: Target[] = []
  for (const { device, host, port, username, jump, ssh } of resolved) {
    const platform = input.platform ?? device.platform
    const { username: _ignored, ...secret } = await secrets.of(device.credential, label, hintsOf(device, ssh))
    const hops: JumpTarget[] = []
    for (const hop of jump) {
      const { username: _own, ...own } = await secrets.of(hop.credential, hop.username, hintsOf({}, hop.ssh))
      hops.push({
        name: hop.name,
        host: hop.host,
        port: hop.port,
        credentials: { ...own, username: hop.username },
        ...present('limit', hop.limit),
        ...present('hostKeys', hostKeysOf(hop.ssh, input)),
        ...present('algorithms', hop.ssh.algorithms),
        ...present('proxyCommand', hop.ssh.proxyCommand),
      })
    }
    targets.push({
      name: device.name,
      host,
      port,
      credentials: { ...secret, username },
      ...present('platform', platform),
      ...present('credential', device.credential),
      ...(hops.length === 0 ? {} : { jump: hops }),
      ...present('legacyCrypto', device.legacyCrypto),
      ...present('limits', device.timeout === undefined ? undefined : { deviceMs: device.timeout * 1_000 }),
      ...present('hostKeys', hostKeysOf(ssh, input)),
      ...present('algorithms', ssh.algorithms),
      ...present('proxyCommand', hops.length === 0 ? ssh.proxyCommand : undefined),
      ...(device.groups.length === 0 ? {} : { groups: device.groups }),
      ...(device.tags.length === 0 ? {} : { tags: device.tags }),
    })
  }
  return targets
}

function hintsOf(device: { readonly identity?: string }, ssh: SshSettings): KeyHints {
  return {
    ...present('identity', device.identity),
    ...present('identities', ssh.identities),
    ...present('identitiesOnly', ssh.identitiesOnly),
    ...present('agent', ssh.agent),
  }
}

const MODES: Readonly<Record<string, HostKeyPolicy['mode']>> = {
  yes: 'strict',
  'accept-new': 'accept-new',
  no: 'off',
  off: 'off',
}

/** HostKeyAlias, UserKnownHostsFile, GlobalKnownHostsFile and StrictHostKeyChecking of the SSH configuration, where the command line is silent. */
function hostKeysOf(ssh: SshSettings, input: TargetInput): HostKeyPolicy | undefined {
  if (input.hostKeysFixed)
    return ssh.hostKeyAlias === undefined ? undefined : { ...input.hostKeys, alias: ssh.hostKeyAlias }
  const mode = MODES[ssh.strictHostKeyChecking?.toLowerCase() ?? '']
  const [file, ...others] = ssh.knownHosts ?? []
  const more =
    ssh.knownHosts === undefined && ssh.globalKnownHosts === undefined
      ? undefined
      : [...others, ...(ssh.globalKnownHosts ?? input.hostKeys.more ?? [])]
  const own = {
    ...present('mode', mode),
    ...present('file', file),
    ...present('more', more),
    ...present('alias', ssh.hostKeyAlias),
  }
  return Object.keys(own).length === 0 ? undefined : { ...input.hostKeys, ...own }
}
