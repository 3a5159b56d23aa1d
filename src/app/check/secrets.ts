// Credentials by name, each read once, before the first device is called.
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { askSecret, readSecret, secretFromStdin } from '../../inventory/credentials.ts'
import { publicHalf, readIdentity } from '../../inventory/identity.ts'
import { present } from '../../inventory/settings.ts'
import type { CredentialSource } from '../../inventory/types.ts'
import type { Credentials } from '../../session/auth.ts'
import { answerByCommand, answerOnTerminal } from './interact.ts'

/** Where the secrets of devices without a credential of their own come from: the command line. */
export interface DefaultSource {
  readonly identity?: string
  readonly agent: boolean
  readonly passwordFile?: string
  readonly passwordCommand?: string
  /** The first line of standard input is the password. */
  readonly passwordStdin?: boolean
  readonly enable: boolean
  readonly enablePasswordFile?: string
  /** Prints the answer to a login question that is no password. */
  readonly otpCommand?: string
}

export interface SecretsInput {
  readonly defaults: DefaultSource
  readonly named: ReadonlyMap<string, CredentialSource>
  readonly env: Readonly<Record<string, string | undefined>>
  /** A person sits at the terminal and can be asked. */
  readonly interactive: boolean
  /** True while a person is being asked: nothing else may write to the terminal. */
  readonly whileAsking?: (asking: boolean) => void
}

/** What a device may be logged in with, without the user name. */
export type Secret = Omit<Credentials, 'username'> & { readonly username?: string }

/** What an inventory and a host's SSH configuration add: used where the command line names no key. */
export interface KeyHints {
  /** Of the inventory: it must be there. */
  readonly identity?: string
  /** Of the SSH configuration: those that are not there are passed over. */
  readonly identities?: readonly string[]
  /** The agent's other keys are left alone. */
  readonly identitiesOnly?: boolean
  /** Socket; `none` turns the agent off. */
  readonly agent?: string
}

export class Secrets {
  private readonly input: SecretsInput
  private readonly read = new Map<string, Promise<Secret>>()
  private readonly keys = new Map<string, Promise<NonNullable<Credentials['key']>>>()

  constructor(input: SecretsInput) {
    this.input = input
  }

  /**
   * @param name of an entry of `credentials`; undefined for the command line's
   * @param user named in a prompt
   * @throws Error when a secret cannot be had, or there is no way to log in
   */
  async of(name: string | undefined, user: string, hints: KeyHints = {}): Promise<Secret> {
    const key = name ?? JSON.stringify(['', this.alone(hints) ? hints : {}])
    const known = this.read.get(key)
    if (known !== undefined) return known
    const fresh = name === undefined ? this.ofCommandLine(user, hints) : this.ofCredential(name, user)
    this.read.set(key, fresh)
    return fresh
  }

  /** Hints count only where the command line names no key. */
  private alone(hints: KeyHints): boolean {
    return (
      this.input.defaults.identity === undefined &&
      (hints.identity !== undefined || hints.identities !== undefined || hints.agent !== undefined)
    )
  }

  private async ofCredential(name: string, user: string): Promise<Secret> {
    const { env } = this.input
    const source = this.input.named.get(name)
    if (source === undefined) throw new Error(`no credential is called ${JSON.stringify(name)}`)
    const label = `password of ${source.username ?? user} (credential ${name})`
    const key = source.identity === undefined ? undefined : await this.key(source.identity)
    const agent = source.agent === true ? agentOf(env, `credential ${name}`) : undefined
    const keyed = key !== undefined || agent !== undefined
    const password = await readSecret({
      label,
      ...present('file', expanded(source.password_file)),
      ...present('command', source.password_command),
      ...present(
        'env',
        source.password_env === undefined ? undefined : required(env, source.password_env, name),
      ),
      ...(keyed ? {} : this.asking()),
    })
    if (password === undefined && !keyed)
      throw new Error(
        `credential ${name} has no way to log in: give it password_env, password_file, password_command, identity or agent`,
      )
    const enableSecret = await readSecret({
      label: `enable secret (credential ${name})`,
      ...present('file', expanded(source.enable_password_file)),
      ...present('command', source.enable_password_command),
      ...present(
        'env',
        source.enable_password_env === undefined
          ? undefined
          : required(env, source.enable_password_env, name),
      ),
    })
    return {
      ...present('username', source.username),
      ...present('password', password),
      ...present('key', key),
      ...present('agent', agent),
      ...present('enableSecret', enableSecret),
      ...this.interaction(source.otp_command),
    }
  }

  private async ofCommandLine(user: string, hints: KeyHints): Promise<Secret> {
    const { defaults, env } = this.input
    const hinted = hints.agent === 'none' ? undefined : hints.agent
    const agent = defaults.agent
      ? agentOf(env, '--agent')
      : hinted?.replace(/^SSH_AUTH_SOCK$/, env['SSH_AUTH_SOCK'] ?? '')
    const hasAgent = agent !== undefined && agent !== ''
    const named = defaults.identity ?? hints.identity
    const [identity, ...others] =
      named === undefined ? await this.usable(hints.identities ?? [], hasAgent) : [named]
    const key = identity === undefined ? undefined : await this.key(identity)
    const moreKeys = await Promise.all(others.map(path => this.key(path)))
    const keyed = key !== undefined || hasAgent
    const password =
      defaults.passwordStdin === true
        ? await secretFromStdin(`password of ${user}`)
        : await readSecret({
            label: `password of ${user}`,
            ...present('file', expanded(defaults.passwordFile)),
            ...present('command', defaults.passwordCommand),
            ...present('env', env['SMARTLIC_PASSWORD']),
            // With a key or an agent a password is not asked for: it may not be needed.
            ...(keyed ? {} : this.asking()),
          })
    if (password === undefined && !keyed)
      throw new Error(
        'there is no way to log in: set SMARTLIC_PASSWORD, or use --password-file, --password-command, --password-stdin, --identity or --agent',
      )
    const enableSecret = defaults.enable
      ? await readSecret({
          label: 'enable secret',
          ...present('file', expanded(defaults.enablePasswordFile)),
          ...present('env', env['SMARTLIC_ENABLE_PASSWORD']),
          ...this.asking(),
        })
      : undefined
    return {
      ...present('password', password),
      ...present('key', key),
      ...present('moreKeys', moreKeys.length === 0 ? undefined : moreKeys),
      ...present('agent', agent === '' ? undefined : agent),
      ...present('agentKeys', hasAgent ? await agentKeys(hints) : undefined),
      ...present('enableSecret', enableSecret),
      ...this.interaction(defaults.otpCommand),
    }
  }

  private interaction(command: string | undefined): Pick<Secret, 'interact' | 'oneTime'> {
    if (command !== undefined) return { interact: answerByCommand(command), oneTime: true }
    return this.input.interactive ? { interact: answerOnTerminal(this.input.whileAsking) } : {}
  }

  /**
   * The keys that are there, in the order of the configuration. A locked key does not stand in the way of the agent,
   * which may hold it open, nor of a further key: only for one before all open ones a passphrase is asked.
   */
  private async usable(paths: readonly string[], hasAgent: boolean): Promise<string[]> {
    const { checkPrivateKey } = await import('../../session/key.ts')
    const found: string[] = []
    const locked: string[] = []
    for (const path of paths) {
      const data = await readFile(path).catch(() => undefined)
      if (data === undefined) continue
      const open = checkPrivateKey(data, this.input.env['SMARTLIC_KEY_PASSPHRASE']) === 'ok'
      if (open) found.push(path)
      else if (!hasAgent && found.length === 0) locked.push(path)
    }
    // Nobody is there to ask: the open ones must do.
    const asked = found.length > 0 && !this.input.interactive ? [] : locked.slice(0, 1)
    return [...asked, ...found]
  }

  /** A passphrase is asked for once, however many devices use the key. */
  private key(named: string): Promise<NonNullable<Credentials['key']>> {
    const path = expanded(named) ?? named
    const known = this.keys.get(path)
    if (known !== undefined) return known
    const fresh = this.openKey(path)
    this.keys.set(path, fresh)
    return fresh
  }

  private async openKey(path: string): Promise<NonNullable<Credentials['key']>> {
    const { checkPrivateKey } = await import('../../session/key.ts')
    const passphrase = () =>
      readSecret({
        label: `passphrase of ${path}`,
        ...present('env', this.input.env['SMARTLIC_KEY_PASSPHRASE']),
        ...this.asking(),
      })
    return readIdentity(path, passphrase, checkPrivateKey)
  }

  private asking(): { ask?: (label: string) => Promise<string | undefined> } {
    return this.input.interactive ? { ask: askSecret } : {}
  }
}

/** The keys the SSH configuration names, where their public halves are known. */
async function agentKeys({ identities = [], identitiesOnly }: KeyHints): Promise<Credentials['agentKeys']> {
  const halves = await Promise.all(identities.map(publicHalf))
  const first = halves.filter(half => half !== undefined)
  return first.length === 0 ? undefined : { first, only: identitiesOnly === true }
}

function expanded(path: string | undefined): string | undefined {
  return path?.replace(/^~(?=\/)/, homedir())
}

function required(env: SecretsInput['env'], variable: string, credential: string): string {
  const value = env[variable]
  if (value === undefined || value === '')
    throw new Error(`credential ${credential} wants the environment variable ${variable}, which is not set`)
  return value
}

function agentOf(env: SecretsInput['env'], who: string): string {
  const socket = env['SSH_AUTH_SOCK']
  if (socket === undefined || socket === '')
    throw new Error(
      `${who} needs a running SSH agent, and SSH_AUTH_SOCK is not set; start one and add a key, or use --identity`,
    )
  return socket
}
