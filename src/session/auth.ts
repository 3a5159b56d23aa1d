// Logging in: which method is tried when, and how questions are answered.
import type { AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware, Prompt } from 'ssh2'
import { quote } from './clean.ts'
import { SessionError } from './errors.ts'

/** Secrets of one login. They go to the device and nowhere else. */
export interface Credentials {
  readonly username: string
  readonly password?: string
  /** Private key, PEM or OpenSSH format. */
  readonly key?: { readonly data: Buffer; readonly passphrase?: string }
  /** Path of the agent's socket. */
  readonly agent?: string
  readonly enableSecret?: string
}

const NEW_PASSWORD = /\bnew\b|\bold\b|change|retype|re-enter|confirm|expired/i
const PASSWORD = /pass(?:word|phrase|code)?\b/i

/** One login's attempts. Read `problem` when it failed: it names the cause better than the SSH library does. */
export class Login {
  problem: SessionError | undefined
  offered: readonly string[] = []
  private readonly tried = new Set<string>()
  private passwordSent = false
  private readonly credentials: Credentials
  private readonly giveUp: () => void

  /** @param giveUp ends the connection: a question nobody should answer was asked */
  constructor(credentials: Credentials, giveUp: () => void) {
    this.credentials = credentials
    this.giveUp = giveUp
  }

  /** For ssh2's `authHandler`: `none` first, which makes the device name its methods. */
  readonly handler: AuthHandlerMiddleware = (left, partial, next) => {
    if (left !== null && left !== undefined) this.offered = left
    // ssh2 takes `false` for "no more methods", which its types do not say.
    const attempt = this.nextAttempt(left as readonly AuthenticationType[] | null, partial === true)
    ;(next as (attempt: AnyAuthMethod | false) => void)(attempt ?? false)
  }

  private nextAttempt(left: readonly string[] | null, partial: boolean): AnyAuthMethod | undefined {
    const { username, password, key, agent } = this.credentials
    const may = (method: string): boolean =>
      !this.tried.has(method) && (left === null || left.includes(method))
    const take = (name: string, attempt: AnyAuthMethod): AnyAuthMethod => {
      this.tried.add(name)
      return attempt
    }
    if (left === null && !this.tried.has('none')) return take('none', { type: 'none', username })
    if (password !== undefined && may('password') && !this.passwordSent) {
      this.passwordSent = true
      return take('password', { type: 'password', username, password })
    }
    // A password refused once is not offered again by another name: accounts lock. A partial success is no refusal.
    if (may('keyboard-interactive') && (partial || (password !== undefined && !this.passwordSent))) {
      return take('keyboard-interactive', {
        type: 'keyboard-interactive',
        username,
        prompt: (_name, instructions, _lang, prompts, finish) => this.answer(instructions, prompts, finish),
      })
    }
    if (key !== undefined && may('publickey')) {
      return take('publickey', {
        type: 'publickey',
        username,
        key: key.data,
        ...(key.passphrase === undefined ? {} : { passphrase: key.passphrase }),
      })
    }
    if (agent !== undefined && !this.tried.has('agent') && (left === null || left.includes('publickey'))) {
      return take('agent', { type: 'agent', username, agent })
    }
    return undefined
  }

  private answer(instructions: string, prompts: Prompt[], finish: (answers: string[]) => void): void {
    const { password } = this.credentials
    const problem = this.objection(instructions, prompts)
    if (problem !== undefined || password === undefined) {
      this.refuse(problem ?? this.refused())
      return
    }
    this.passwordSent = true
    finish([password])
  }

  /** Why the question is not one to answer with the password. */
  private objection(instructions: string, prompts: readonly Prompt[]): SessionError | undefined {
    const asked = prompts.map(prompt => prompt.prompt).join(' ')
    if (NEW_PASSWORD.test(asked) || /password.{0,40}expired|new password/i.test(instructions))
      return passwordExpired()
    const only = prompts.length === 1 ? prompts[0] : undefined
    if (only === undefined || !PASSWORD.test(only.prompt) || this.credentials.password === undefined) {
      return new SessionError(
        'auth-needs-interaction',
        `the device asks ${quote(asked)} at login, which needs a person; use an account without a second factor`,
      )
    }
    return this.passwordSent ? this.refused() : undefined
  }

  /** For ssh2's `change password` event. */
  readonly changePassword = (): void => {
    this.refuse(passwordExpired())
  }

  private refuse(problem: SessionError): void {
    this.problem ??= problem
    this.giveUp()
  }

  refused(): SessionError {
    const tried = [...this.tried].filter(method => method !== 'none')
    const offer = this.offered.length === 0 ? '' : ` (it offers ${quote(this.offered.join(', '))})`
    const what =
      tried.length === 0
        ? 'none of the given credentials fits a method the device offers'
        : `tried ${tried.join(', ')}; check the user name and the ${this.credentials.password === undefined ? 'key' : 'password'}`
    return new SessionError(
      'auth-failed',
      `the device refused the login of ${quote(this.credentials.username)}${offer}: ${what}`,
    )
  }
}

export function passwordExpired(): SessionError {
  return new SessionError(
    'password-expired',
    'the device wants a new password for this account; log in by hand, change it, and run again',
  )
}
