// A real OpenSSH server on a loopback port of its own: a lab device answers behind it.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { present } from '../../src/inventory/settings.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { Expectation, Faults } from '../../src/lab/types.ts'
import { SSHD } from './available.ts'
import { type KeyPair, type KeyType, makeKey } from './keys.ts'
import { installPam, type PamRules } from './pam.ts'
import { settled } from './processes.ts'

export interface SshdOptions {
  /** Lab device behind the server. */
  readonly device?: string
  /** Lines of sshd_config; they win over the ones written here. */
  readonly config?: readonly string[]
  readonly hostKey?: KeyType
  /** Public keys that may log in. */
  readonly authorized?: readonly string[]
  /** Root only: log in with this password, through PAM, by keyboard-interactive and by plain password. */
  readonly password?: string
  /** Root only: what PAM asks beside the password. */
  readonly pam?: Omit<PamRules, 'password'>
  readonly faults?: Faults
  /** Loopback addresses to listen on, so that one server can be many devices. Default 127.0.0.1. */
  readonly addresses?: readonly string[]
}

export interface Sshd {
  /** The first of its addresses. */
  readonly address: string
  readonly addresses: readonly string[]
  readonly port: number
  readonly pid: number
  /** The only user who may log in: the one who runs the tests. */
  readonly user: string
  /** `user@host:port`, as the command line takes it. */
  readonly target: string
  readonly hostKey: KeyPair
  /** The server's name in a known_hosts file. */
  readonly knownName: string
  /** Text of a known_hosts file that vouches for the server. */
  readonly knownHosts: string
  readonly expect: Expectation
  readonly enableSecret: string
  /** What sshd logged so far. */
  log(): string
  /** Command lines the device got so far, over all sessions; one run without a shell has `exec: ` before it. */
  received(): string[]
  /** Answers the device printed so far. */
  served(): Served[]
  stop(): Promise<void>
}

/** One answer, echo and prompt left out, lines ended by LF. */
export interface Served {
  readonly command: string
  /** It came to its end. */
  readonly whole: boolean
  readonly length: number
  readonly sha256: string
}

const HOST = '127.0.0.1'

/** As many loopback addresses: 127.0.0.1, 127.0.0.2 and so on. */
export function loopback(many: number): string[] {
  return Array.from({ length: many }, (_, i) => `127.0.0.${i + 1}`)
}
const SHELL = fileURLToPath(new URL('device-shell.mjs', import.meta.url))

/** Starts sshd and waits until it listens. Throws with sshd's own words when it does not. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  // Between finding a free port and listening on it somebody else may take it.
  for (let left = 4; ; left--) {
    try {
      return await startOnce(options)
    } catch (error) {
      if (left === 0 || !/Address already in use/.test(String(error))) throw error
    }
  }
}

async function startOnce(options: SshdOptions): Promise<Sshd> {
  const dir = mkdtempSync(join(tmpdir(), 'smartlic-sshd-'))
  const files = {
    config: join(dir, 'sshd_config'),
    authorized: join(dir, 'authorized_keys'),
    device: join(dir, 'device.json'),
    received: join(dir, 'received'),
    served: join(dir, 'served'),
  }
  const [device] = loadDevices(undefined, [options.device ?? 'xe-classic-direct'])
  if (device === undefined) throw new Error('no such lab device')
  const faults = { ...device.faults, ...options.faults }
  const hostKey = makeKey(dir, 'host', options.hostKey)
  writeFileSync(files.authorized, (options.authorized ?? []).map(line => `${line}\n`).join(''))
  writeFileSync(files.received, '')
  writeFileSync(files.served, '')
  writeFileSync(
    files.device,
    JSON.stringify({
      device: { ...device, faults },
      started: Date.now(),
      received: files.received,
      served: files.served,
    }),
  )
  const user = userInfo().username
  // PAM is asked for the service named like the program, so a link gives this server rules of its own.
  const pam = needsPam(options)
    ? installPam(dir, { ...options.pam, ...present('password', options.password) })
    : undefined
  const program = pam === undefined ? SSHD : join(dir, pam.service)
  if (pam !== undefined) symlinkSync(SSHD, program)
  const release = (): void => {
    pam?.remove()
    rmSync(dir, { recursive: true, force: true })
  }
  const addresses = options.addresses ?? [HOST]
  const [address = HOST] = addresses
  const port = await freePort(address)
  const force = [process.execPath, SHELL, inject('terminal'), files.device].map(quoted).join(' ')
  writeFileSync(
    files.config,
    [
      ...(options.config ?? []),
      `Port ${port}`,
      ...addresses.map(one => `ListenAddress ${one}`),
      `HostKey ${hostKey.file}`,
      'PidFile none',
      'LogLevel VERBOSE',
      `UsePAM ${pam === undefined ? 'no' : 'yes'}`,
      // The temporary directory belongs to everybody.
      'StrictModes no',
      'PermitRootLogin yes',
      `AllowUsers ${user}`,
      `AuthorizedKeysFile ${files.authorized}`,
      `KbdInteractiveAuthentication ${options.password === undefined ? 'no' : 'yes'}`,
      `PasswordAuthentication ${options.password === undefined ? 'no' : 'yes'}`,
      'AllowTcpForwarding no',
      'PrintMotd no',
      'PrintLastLog no',
      `ForceCommand stty raw -echo 2>/dev/null; exec ${force}`,
      '',
    ].join('\n'),
  )
  // A group of its own: sessions that outlive the listener can be ended with it.
  const child = spawn(program, ['-D', '-e', '-f', files.config], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  let log = ''
  child.stderr?.setEncoding('utf8').on('data', text => {
    log += text
  })
  const stop = async (): Promise<void> => {
    await end(child)
    release()
  }
  const started = await settled(() => log.includes('Server listening') || child.exitCode !== null, 20_000)
  if (!started || child.exitCode !== null) {
    await stop()
    throw new Error(`sshd did not start:\n${log}`)
  }
  return {
    address,
    addresses,
    port,
    pid: child.pid ?? 0,
    user,
    target: `${user}@${address.includes(':') ? `[${address}]` : address}:${port}`,
    hostKey,
    knownName: `[${address}]:${port}`,
    knownHosts: `${addresses.map(one => `[${one}]:${port}`).join(',')} ${hostKey.public}\n`,
    expect: device.expect,
    enableSecret: device.login.enable_secret ?? '',
    log: () => log,
    received: () => readFileSync(files.received, 'utf8').split('\n').slice(0, -1),
    served: () =>
      readFileSync(files.served, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map(line => JSON.parse(line) as Served),
    stop,
  }
}

function needsPam(options: SshdOptions): boolean {
  return options.password !== undefined || options.pam !== undefined || accountIsLocked()
}

/** Without PAM sshd lets nobody into an account whose password is locked (`!`), not even with a key. */
function accountIsLocked(): boolean {
  try {
    const own = readFileSync('/etc/shadow', 'utf8')
      .split('\n')
      .find(line => line.startsWith(`${userInfo().username}:`))
    return own?.split(':')[1]?.startsWith('!') === true
  } catch {
    return false
  }
}

export function freePort(address = HOST): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, address, () => {
      const bound = server.address()
      const port = typeof bound === 'object' && bound !== null ? bound.port : 0
      server.close(() => resolve(port))
    })
  })
}

async function end(child: ChildProcess): Promise<void> {
  const { pid } = child
  if (pid === undefined) return
  const kill = (signal: 'SIGTERM' | 'SIGKILL'): boolean => {
    try {
      return process.kill(-pid, signal)
    } catch {
      return false
    }
  }
  kill('SIGTERM')
  const alive = (): boolean => child.exitCode === null && child.signalCode === null
  if (!(await settled(() => !alive(), 5_000))) kill('SIGKILL')
  await settled(() => !alive(), 5_000)
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
