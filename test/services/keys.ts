// Keys made by ssh-keygen, and an agent that holds one.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type KeyType = 'ed25519' | 'ecdsa' | 'rsa' | 'dsa'

export interface KeyPair {
  readonly type: KeyType
  /** Path of the private key. */
  readonly file: string
  /** `ssh-ed25519 AAAA...`, without the comment. */
  readonly public: string
}

/** @param name file name in `dir`; it is shown in no message, so anything will do */
export function makeKey(dir: string, name: string, type: KeyType = 'ed25519', passphrase = ''): KeyPair {
  const file = join(dir, name)
  const size = type === 'rsa' ? ['-b', '2048'] : []
  execFileSync('ssh-keygen', ['-q', '-t', type, ...size, '-N', passphrase, '-C', 'test', '-f', file])
  const words = readFileSync(`${file}.pub`, 'utf8').trim().split(' ')
  return { type, file, public: words.slice(0, 2).join(' ') }
}

/** Rewrites a known_hosts file as `HashKnownHosts yes` would have written it. */
export function hashKnownHosts(file: string): void {
  execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' })
}

export interface Agent {
  /** For SSH_AUTH_SOCK. */
  readonly socket: string
  stop(): void
}

let agents = 0

/** An ssh-agent holding the given keys, by file. */
export function startAgent(dir: string, keys: readonly string[]): Agent {
  const socket = join(dir, `agent-${agents++}.sock`)
  const said = execFileSync('ssh-agent', ['-s', '-a', socket], { encoding: 'utf8' })
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(said)?.[1])
  const env = { ...process.env, SSH_AUTH_SOCK: socket }
  for (const key of keys) execFileSync('ssh-add', ['-q', key], { env, stdio: 'ignore' })
  return { socket, stop: () => process.kill(pid) }
}
