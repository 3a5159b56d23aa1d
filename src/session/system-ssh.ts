// The system's own `ssh` as the way to a device: for servers the SSH library cannot speak to (group exchange behind
// the ident Cisco-1.x). The person's key files and agent are used by ssh itself.
import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bridge, openBridge } from './bridge.ts'
import { quote } from './clean.ts'
import type { ConnectOptions, ConnectTarget } from './connect.ts'
import { type ProblemKind, SessionError, stopped } from './errors.ts'
import type { ShellChannel } from './inbox.ts'

export interface SystemConnection {
  readonly channel: ShellChannel
  readonly ident: string
  readonly banner: string
  /** Why ssh ended before there was a session; undefined while all is well. */
  failure(): SessionError | undefined
  end(): void
}

const LEGACY = [
  'KexAlgorithms=+diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1,diffie-hellman-group1-sha1',
  'HostKeyAlgorithms=+ssh-rsa',
  'PubkeyAcceptedAlgorithms=+ssh-rsa',
  'Ciphers=+aes256-cbc,aes192-cbc,aes128-cbc,3des-cbc',
  'MACs=+hmac-sha1,hmac-sha1-96,hmac-md5',
]
const STDERR_BYTES = 8_192

/**
 * Starts ssh with a terminal at the far end; the first prompt is waited for by whoever reads the channel.
 * @throws SessionError naming the jump host that failed: the way through them is the SSH library's
 */
export async function openSystemSsh(
  target: ConnectTarget,
  options: ConnectOptions,
): Promise<SystemConnection> {
  const { jump = [], host, port } = target
  const way =
    jump.length === 0 || options.jumpHosts === undefined
      ? undefined
      : await openBridge(await options.jumpHosts.open(jump, host, port, options.signal))
  return startSsh(target, options, way)
}

function startSsh(target: ConnectTarget, options: ConnectOptions, way: Bridge | undefined): SystemConnection {
  const { credentials, host, port } = target
  const secret = credentials.password ?? credentials.key?.passphrase
  const askpass = secret === undefined ? undefined : new AskPass()
  const key = credentials.key === undefined ? undefined : new KeyFile(credentials.key.data)
  const args = [
    '-tt',
    ...sshOptions(target, options, key?.path, way?.command).flatMap(option => ['-o', option]),
    ...(options.bind === undefined || way !== undefined ? [] : ['-b', options.bind]),
    '-p',
    String(port),
    '-l',
    credentials.username,
    '--',
    host,
  ]
  const child = spawn('ssh', args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, TERM: 'vt100', ...askpass?.env(secret ?? '') },
    // Without a terminal of its own ssh cannot ask a person behind the tool's back.
    detached: true,
  })
  const channel = new ChildChannel(child.stdin)
  let said = ''
  let failed: SessionError | undefined
  let data = false
  const done = (): void => {
    askpass?.remove()
    key?.remove()
    way?.close()
  }
  child.stdout.on('data', (chunk: Buffer) => {
    data = true
    channel.emit('data', chunk)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-STDERR_BYTES)
  })
  child.on('error', () => {
    failed = new SessionError(
      'handshake-failed',
      '--transport ssh needs the program ssh, which cannot be started; install OpenSSH',
    )
    done()
    channel.emit('close')
  })
  child.on('close', () => {
    if (!data) failed ??= meaning(said)
    done()
    channel.emit('close')
  })
  const end = (): void => {
    child.stdin.end()
    child.kill('SIGTERM')
    done()
  }
  options.signal?.addEventListener('abort', end, { once: true })
  return {
    channel,
    ident: '',
    banner: '',
    failure: () => (options.signal?.aborted === true ? stopped(options.signal.reason) : failed),
    end,
  }
}

function sshOptions(
  target: ConnectTarget,
  options: ConnectOptions,
  key: string | undefined,
  way: string | undefined,
): string[] {
  const { credentials, proxyCommand = way } = target
  const { mode, file, more = [], alias } = options.hostKeys
  return [
    // What asks a person elsewhere is refused here: ssh has no terminal.
    `StrictHostKeyChecking=${mode === 'accept-new' ? 'accept-new' : mode === 'off' ? 'no' : 'yes'}`,
    `UserKnownHostsFile=${mode === 'off' ? '/dev/null' : file}`,
    `GlobalKnownHostsFile=${more.length === 0 || mode === 'off' ? '/dev/null' : more.join(' ')}`,
    ...(alias === undefined ? [] : [`HostKeyAlias=${alias}`]),
    'LogLevel=ERROR',
    'NumberOfPasswordPrompts=1',
    'EscapeChar=none',
    'RequestTTY=force',
    'ControlPath=none',
    `ConnectTimeout=${Math.ceil(options.limits.connectMs / 1_000)}`,
    ...(key === undefined ? [] : [`IdentityFile=${key}`, 'IdentitiesOnly=yes']),
    ...(credentials.password === undefined ? ['PreferredAuthentications=publickey'] : []),
    ...(credentials.agent === undefined ? ['IdentityAgent=none'] : [`IdentityAgent=${credentials.agent}`]),
    ...(options.legacyCrypto ? LEGACY : []),
    ...(proxyCommand === undefined ? [] : [`ProxyCommand=${proxyCommand}`]),
  ]
}

const MEANINGS: readonly (readonly [RegExp, ProblemKind, string])[] = [
  [
    /marked as revoked|REVOKED HOST KEY/i,
    'hostkey-revoked',
    'the host key is marked @revoked in known_hosts',
  ],
  [
    /IDENTIFICATION HAS CHANGED|Offending .* key/i,
    'hostkey-changed',
    'the host key is another one than the one on record',
  ],
  [
    /Host key verification failed|host key is known/i,
    'hostkey-unknown',
    'the host key is not known; add it with ssh-keyscan, or use --host-key accept-new',
  ],
  [
    /Permission denied|Too many authentication failures/i,
    'auth-failed',
    'the device refused the login; check the user name, the password and the key',
  ],
  [
    /no matching/i,
    'algorithm-mismatch',
    'no algorithm in common; if the device cannot be upgraded, run again with --legacy-crypto',
  ],
  [/Could not resolve/i, 'dns', 'the name cannot be resolved; check its spelling'],
  [
    /Connection refused/i,
    'refused',
    'the port refuses connections; check that SSH is enabled and the port is right',
  ],
  [/No route to host|Network is unreachable/i, 'unreachable', 'there is no route to the device'],
  [/timed out/i, 'connect-timeout', 'no answer; check the address and the access lists on the way'],
  [
    /kex_exchange_identification|banner exchange|Connection (?:closed|reset)/i,
    'closed-before-ident',
    'the device closed the connection before it spoke SSH; its VTY lines may be taken or its login rate reached',
  ],
]

/** ssh's last words in the tool's kinds; the words themselves stay for the person. */
function meaning(said: string): SessionError {
  const hit = MEANINGS.find(([shape]) => shape.test(said))
  const last = said.trim().split('\n').at(-1) ?? ''
  const words = last === '' ? 'it said nothing' : `it said ${quote(last, 160)}`
  return hit === undefined
    ? new SessionError('handshake-failed', `ssh ended before there was a session: ${words}`)
    : new SessionError(hit[1], `${hit[2]} (ssh: ${words})`)
}

class ChildChannel extends EventEmitter implements ShellChannel {
  private readonly input: {
    write(text: string): unknown
    end(): unknown
    on(event: 'error', listener: () => void): unknown
  }

  constructor(input: ChildChannel['input']) {
    super()
    this.input = input
    input.on('error', () => undefined)
  }

  write(text: string): unknown {
    return this.input.write(text)
  }

  end(): unknown {
    return this.input.end()
  }
}

/** A helper ssh asks for the secret, once: the second question is a refusal, and asking again locks accounts. */
class AskPass {
  private readonly folder = mkdtempSync(join(tmpdir(), 'smartlic-askpass-'))

  env(secret: string): Record<string, string> {
    const script = join(this.folder, 'ask')
    writeFileSync(
      script,
      `#!/bin/sh\n[ -e "$0.done" ] && exit 1\n: > "$0.done"\ncase "$1" in *assword*|*assphrase*) printf '%s\\n' "$SMARTLIC_ASKPASS" ;; *) exit 1 ;; esac\n`,
      { mode: 0o700 },
    )
    return { SSH_ASKPASS: script, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':', SMARTLIC_ASKPASS: secret }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A private key for ssh to read: a file only its owner can read, gone with the session. */
class KeyFile {
  private readonly folder = mkdtempSync(join(tmpdir(), 'smartlic-key-'))
  readonly path = join(this.folder, 'key')

  constructor(data: Buffer) {
    writeFileSync(this.path, data, { mode: 0o600 })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
