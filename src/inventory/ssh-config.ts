// What the person's SSH client would do for a host: `ssh -G`, or a small reading of ~/.ssh/config where there is no ssh.
import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
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
  readonly knownHosts?: string
  /** As OpenSSH words it: yes, no, ask, accept-new. */
  readonly strictHostKeyChecking?: string
  readonly algorithms?: Readonly<Partial<Record<'kex' | 'ciphers' | 'macs' | 'hostKeys', string>>>
}

export interface SshConfigOptions {
  /** Configuration file (`-F`). Default ~/.ssh/config and the system's. */
  readonly file?: string
  readonly username?: string
  readonly port?: number
  /** The ssh binary; '' for none. */
  readonly ssh?: string
}

const SSH_MS = 10_000

/**
 * Asks `ssh -G`: it knows Include, Match and every later keyword. Only what the person's configuration changes is
 * taken over; OpenSSH's built-in defaults are not this tool's.
 * @throws Error when the configuration cannot be read, in ssh's own words
 */
export async function sshSettings(host: string, options: SshConfigOptions = {}): Promise<SshSettings> {
  const file = options.file ?? join(homedir(), '.ssh', 'config')
  const there = await stat(file).then(
    () => true,
    () => false,
  )
  if (!there && options.file !== undefined)
    throw new Error(`the SSH configuration ${file} cannot be read; check the path`)
  if (!there) return {}
  const binary = options.ssh ?? 'ssh'
  if (binary === '') return readByLibrary(host, file, options.username)
  const asked = await askSsh(binary, host, file, options)
  return asked ?? readByLibrary(host, file, options.username)
}

/** Undefined when there is no ssh binary. */
async function askSsh(
  binary: string,
  host: string,
  file: string,
  options: SshConfigOptions,
): Promise<SshSettings | undefined> {
  const extra = [
    ...(options.username === undefined ? [] : ['-l', options.username]),
    ...(options.port === undefined ? [] : ['-p', String(options.port)]),
  ]
  const ask = (from: string): Promise<Map<string, string[]> | undefined> =>
    new Promise((resolve, reject) => {
      execFile(
        binary,
        ['-G', '-F', from, ...extra, '--', host],
        { timeout: SSH_MS },
        (error, stdout, stderr) => {
          if (error === null) resolve(keywords(stdout))
          else if ((error as NodeJS.ErrnoException).code === 'ENOENT') resolve(undefined)
          else {
            const said = stderr.split('\n').find(line => line.trim() !== '') ?? error.message
            reject(new Error(`ssh cannot read ${file}: ${said.trim()}; mend it or use --no-ssh-config`))
          }
        },
      )
    })
  // The same question with an empty configuration tells which answers are built in.
  const [set, builtIn] = await Promise.all([ask(file), ask('/dev/null')])
  if (set === undefined || builtIn === undefined) return undefined
  const changed = new Map(
    [...set].filter(([key, values]) => values.join('\n') !== builtIn.get(key)?.join('\n')),
  )
  return settingsFrom(changed, host)
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

/** Include and Match are followed as far as the library does; Match exec is never run. */
async function readByLibrary(host: string, file: string, username: string | undefined): Promise<SshSettings> {
  const { default: SSHConfig } = await import('ssh-config')
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`the SSH configuration ${file} cannot be read (${error.code ?? error.name})`)
  })
  const config = SSHConfig.parse(withoutMatchExec(text))
  const computed: Record<string, string | string[]> =
    username === undefined ? config.compute(host) : config.compute({ Host: host, User: username })
  const values = new Map(
    Object.entries(computed)
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
  const knownHosts = real('userknownhostsfile')
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
    ...present('knownHosts', knownHosts === undefined ? undefined : absolute(firstWord(knownHosts))),
    ...present('strictHostKeyChecking', one('stricthostkeychecking')),
    ...(Object.keys(algorithms).length === 0 ? {} : { algorithms }),
  }
}

/** Several files may be named; the first is the one new keys are written to. */
function firstWord(paths: string): string {
  return paths.split(/\s+/)[0] ?? paths
}

function absolute(path: string): string {
  return path.replace(/^~(?=\/|$)/, homedir()).replaceAll('%d', homedir())
}
