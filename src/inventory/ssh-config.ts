// What the person's SSH client would do for a host: `ssh -G`, or a small reading of ~/.ssh/config where there is no ssh.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { portOf, present } from './settings.ts'

/** Settings of one host; what the configuration does not say is left out. Paths are absolute. */
export interface SshSettings {
  readonly host?: string
  readonly port?: number
  readonly username?: string
  readonly identities?: readonly string[]
  readonly identitiesOnly?: boolean
  /** `none` turns the agent off. */
  readonly agent?: string
  /** `[user@]host[:port]`, nearest to this computer first. */
  readonly jump?: readonly string[]
  readonly proxyCommand?: string
  /** The first is the one new keys are written to. */
  readonly knownHosts?: readonly string[]
  readonly globalKnownHosts?: readonly string[]
  readonly hostKeyAlias?: string
  /** As OpenSSH words it: yes, no, ask, accept-new. */
  readonly strictHostKeyChecking?: string
  readonly algorithms?: Readonly<Partial<Record<'kex' | 'ciphers' | 'macs' | 'hostKeys', string>>>
}

export interface SshConfigOptions {
  /** Configuration file (`-F`). Default ~/.ssh/config and the system's. */
  readonly file?: string
  /** The ssh binary; '' for none. */
  readonly ssh?: string
}

const SSH_MS = 10_000

/**
 * Asks once a host. Only what the person's configuration changes is taken over; OpenSSH's built-in defaults are not
 * this tool's.
 */
export class SshSettingsReader {
  private readonly options: SshConfigOptions | false
  private readonly known = new Map<string, Promise<SshSettings>>()
  private text: Promise<string | undefined> | undefined
  private builtIn: Promise<Keywords | undefined> | undefined

  /** @param options false: no configuration is read */
  constructor(options: SshConfigOptions | false) {
    this.options = options
  }

  /** @throws Error when the configuration cannot be read, in ssh's own words */
  settings(host: string): Promise<SshSettings> {
    const known = this.known.get(host)
    if (known !== undefined) return known
    const fresh = this.options === false ? Promise.resolve({}) : this.read(host, this.options)
    this.known.set(host, fresh)
    return fresh
  }

  private async read(host: string, options: SshConfigOptions): Promise<SshSettings> {
    const file = options.file ?? join(homedir(), '.ssh', 'config')
    this.text ??= textOf(file, options.file !== undefined)
    const text = await this.text
    if (text === undefined) return {}
    // Without Include and Match the library reads it as ssh does, and a fleet needs no process a device.
    const binary = options.ssh ?? 'ssh'
    if (binary === '' || !/^\s*(?:include|match)\b/im.test(text)) return readByLibrary(host, text)
    this.builtIn ??= askSsh(binary, 'localhost', '/dev/null', file)
    const [set, builtIn] = [await askSsh(binary, host, file, file), await this.builtIn]
    if (set === undefined || builtIn === undefined) return readByLibrary(host, text)
    const changed = [...set].filter(
      ([key, values]) => values.join('\n') !== (key === 'hostname' ? host : builtIn.get(key)?.join('\n')),
    )
    return settingsFrom(new Map(changed), host)
  }
}

export function sshSettings(host: string, options: SshConfigOptions = {}): Promise<SshSettings> {
  return new SshSettingsReader(options).settings(host)
}

/** Undefined when nobody named the file and there is none. */
async function textOf(file: string, named: boolean): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && !named) return undefined
    throw new Error(
      `the SSH configuration ${file} cannot be read (${code ?? 'unknown error'}); check the path, or use --no-ssh-config`,
    )
  }
}

type Keywords = ReadonlyMap<string, readonly string[]>

/** Undefined when there is no ssh binary. `told` is the file named in errors. */
function askSsh(binary: string, host: string, file: string, told: string): Promise<Keywords | undefined> {
  return new Promise((resolve, reject) => {
    execFile(binary, ['-G', '-F', file, '--', host], { timeout: SSH_MS }, (error, stdout, stderr) => {
      if (error === null) resolve(keywords(stdout))
      else if ((error as NodeJS.ErrnoException).code === 'ENOENT') resolve(undefined)
      else {
        const said = stderr.split('\n').find(line => line.trim() !== '') ?? error.message
        reject(new Error(`ssh cannot read ${told}: ${said.trim()}; mend it or use --no-ssh-config`))
      }
    })
  })
}

/** `ssh -G` prints one `keyword value` a line, keywords in lower case. */
function keywords(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const blank = line.indexOf(' ')
    if (blank > 0) {
      const key = line.slice(0, blank).toLowerCase()
      found.set(key, [...(found.get(key) ?? []), line.slice(blank + 1)])
    }
  }
  return found
}

/** What the library computes from Host blocks; `Match exec` is never run. */
async function readByLibrary(host: string, text: string): Promise<SshSettings> {
  const { default: SSHConfig } = await import('ssh-config')
  const config = SSHConfig.parse(withoutMatchExec(text))
  const values = new Map(
    Object.entries(config.compute(host))
      .filter(([key]) => key !== 'Host')
      .map(([key, value]) => [key.toLowerCase(), Array.isArray(value) ? value.map(String) : [String(value)]]),
  )
  // The library fills in the local user where the file says none.
  if (!/^\s*user\b/im.test(text)) values.delete('user')
  return settingsFrom(values, host)
}

/** A `Match exec` block runs a program; without ssh nobody asked for that. The block is left out. */
function withoutMatchExec(text: string): string {
  let skipping = false
  return text
    .split('\n')
    .filter(line => {
      if (/^\s*(?:host|match)\b/i.test(line)) skipping = /^\s*match\b.*\bexec\b/i.test(line)
      return !skipping
    })
    .join('\n')
}

function settingsFrom(values: ReadonlyMap<string, readonly string[]>, host: string): SshSettings {
  const one = (key: string): string | undefined => values.get(key)?.[0]
  const real = (key: string): string | undefined => {
    const value = one(key)
    return value === undefined || value === 'none' || value === '' ? undefined : value
  }
  const hostname = real('hostname')?.replaceAll('%h', host)
  const identities = values
    .get('identityfile')
    ?.filter(path => path !== 'none')
    .map(absolute)
  const algorithms = {
    ...present('kex', real('kexalgorithms')),
    ...present('ciphers', real('ciphers')),
    ...present('macs', real('macs')),
    ...present('hostKeys', real('hostkeyalgorithms')),
  }
  const files = (key: string): readonly string[] | undefined =>
    values
      .get(key)
      ?.flatMap(paths => paths.split(/\s+/))
      .filter(path => path !== '' && path !== 'none')
      .map(absolute)
  const identitiesOnly = one('identitiesonly')
  return {
    ...present('host', hostname),
    ...present('port', portOf(one('port'))),
    ...present('username', real('user')),
    ...present('identities', identities),
    ...present('identitiesOnly', identitiesOnly === undefined ? undefined : identitiesOnly === 'yes'),
    ...present('agent', one('identityagent')),
    ...present(
      'jump',
      real('proxyjump')
        ?.split(',')
        .map(part => part.trim()),
    ),
    ...present('proxyCommand', real('proxycommand')),
    ...present('knownHosts', files('userknownhostsfile')),
    ...present('globalKnownHosts', files('globalknownhostsfile')),
    ...present('hostKeyAlias', real('hostkeyalias')),
    ...present('strictHostKeyChecking', one('stricthostkeychecking')),
    ...(Object.keys(algorithms).length === 0 ? {} : { algorithms }),
  }
}

function absolute(path: string): string {
  return path.replace(/^~(?=\/|$)/, homedir()).replaceAll('%d', homedir())
}
