// Logging in: which method is tried when, and how questions are answered.
import type { AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware, Prompt } from 'ssh2'
import { quote } from './clean.ts'
import { SessionError } from './errors.ts'
import { type AgentKeys, agentFor, keyFor, type Sha1Rules } from './sha1.ts'

export interface PrivateKey {
  readonly data: Buffer
  readonly passphrase?: string
}

/** Secrets of one login. They go to the device and nowhere else. */
export interface Credentials {
  readonly username: string
  readonly password?: string
  /** Private key, PEM or OpenSSH format. */
  readonly key?: PrivateKey
  /** Tried after `key`, in this order. */
  readonly moreKeys?: readonly PrivateKey[]
  /** Path of the agent's socket. */
  readonly agent?: string
  readonly agentKeys?: AgentKeys
  readonly enableSecret?: string
  /** Answers login questions that are no password. Absent: nobody can. */
  readonly interact?: Interaction
  /** Each login uses up a code: one device at a time, no second try. */
  readonly oneTime?: boolean
}

export interface LoginQuestion {
  readonly host: string
  readonly instructions: string
  readonly questions: readonly { readonly text: string; readonly echo: boolean }[]
}

/** Answers in the order of the questions; undefined when nobody answers. */
export type Interaction = (question: LoginQuestion) => Promise<readonly string[] | undefined>

const NEW_PASSWORD = /\bnew\b|\bold\b|change|retype|re-enter|confirm|expired/i
const PASSWORD = /pass(?:word|phrase)?\b/i
/** What a second factor is asked for as. */
const CODE = /passcode|one-?time|\botp\b|token|verification|duo|yubi/i

export interface LoginHooks {
  readonly host: string
  readonly legacyCrypto: boolean
  /** Ends the connection: a question nobody should answer was asked. */
  readonly giveUp: () => void
  /** True while a person takes their time. */
  readonly asking: (on: boolean) => void
}

/** One login's attempts. Read `problem` when it failed: it names the cause better than the SSH library does. */
export class Login {
  problem: SessionError | undefined
  offered: readonly string[] = []
  private readonly tried = new Set<string>()
  private passwordSent = false
  private keysTried = 0
  private readonly credentials: Credentials
  private readonly host: string
  private readonly giveUp: () => void
  private readonly asking: (on: boolean) => void
  private readonly sha1: Sha1Rules
  /** A person or a helper command answered: what they said is used up. */
  asked = false

  constructor(credentials: Credentials, options: LoginHooks) {
    this.credentials = credentials
    this.host = options.host
    this.giveUp = options.giveUp
    this.asking = options.asking
    this.sha1 = {
      legacyCrypto: options.legacyCrypto,
      refused: problem => {
        this.problem ??= problem
      },
    }
  }

  /** For ssh2's `authHandler`: `none` first, which makes the device name its methods. */
  readonly handler: AuthHandlerMiddleware = (left, partial, next) => {
    if (left !== null && left !== undefined) this.offered = left
    // ssh2 takes `false` for "no more methods", which its types do not say.
    const attempt = this.nextAttempt(left as readonly AuthenticationType[] | null, partial === true)
    ;(next as (attempt: AnyAuthMethod | false) => void)(attempt ?? false)
  }

  private nextAttempt(left: readonly string[] | null, partial: boolean): AnyAuthMethod | undefined {
    const { username, password, key, moreKeys = [], agent, interact } = this.credentials
    const may = (method: string): boolean =>
      !this.tried.has(method) && (left === null || left.includes(method))
    const take = (name: string, attempt: AnyAuthMethod): AnyAuthMethod => {
      this.tried.add(name)
      return attempt
    }
    if (left === null && !this.tried.has('none')) return take('none', { type: 'none', username })
    // Where a code is asked for too the password alone would be refused, and a refusal counts.
    const canBeAsked = interact !== undefined && may('keyboard-interactive')
    if (password !== undefined && may('password') && !this.passwordSent && !canBeAsked) {
      this.passwordSent = true
      return take('password', { type: 'password', username, password })
    }
    // A password refused once is not offered again by another name: accounts lock. A partial success is no refusal.
    const canAnswer = (password !== undefined || interact !== undefined) && !this.passwordSent
    if (may('keyboard-interactive') && (partial || canAnswer)) {
      return take('keyboard-interactive', {
        type: 'keyboard-interactive',
        username,
        prompt: (_name, instructions, _lang, prompts, finish) => this.answer(instructions, prompts, finish),
      })
    }
    const nextKey = key === undefined ? undefined : [key, ...moreKeys][this.keysTried]
    if (nextKey !== undefined && (left === null || left.includes('publickey'))) {
      this.keysTried += 1
      return take('publickey', {
        type: 'publickey',
        username,
        key: keyFor(nextKey, this.sha1) as Buffer,
      })
    }
    if (agent !== undefined && !this.tried.has('agent') && (left === null || left.includes('publickey'))) {
      return take('agent', {
        type: 'agent',
        username,
        agent: agentFor(agent, this.sha1, this.credentials.agentKeys),
      })
    }
    return undefined
  }

  private answer(instructions: string, prompts: Prompt[], finish: (answers: string[]) => void): void {
    this.answers(instructions, prompts).then(finish, (error: unknown) =>
      this.refuse(error instanceof SessionError ? error : this.unanswered(prompts)),
    )
  }

  /** The password for the question after it, once; everything else is for a person or a helper command. */
  private async answers(instructions: string, prompts: readonly Prompt[]): Promise<string[]> {
    // A round without questions only says something; it wants an empty answer.
    if (prompts.length === 0) return []
    const asked = prompts.map(prompt => prompt.prompt).join(' ')
    if (NEW_PASSWORD.test(asked) || /password.{0,40}expired|new password/i.test(instructions))
      throw passwordExpired()
    const { password, interact } = this.credentials
    const ownAt = prompts.findIndex(({ prompt }) => PASSWORD.test(prompt) && !CODE.test(prompt))
    if (ownAt >= 0 && this.passwordSent) throw this.refused()
    const others = prompts.filter((_, i) => i !== ownAt || password === undefined)
    let said: readonly string[] = []
    if (others.length > 0) {
      if (interact === undefined) throw this.unanswered(prompts)
      const questions = others.map(({ prompt, echo }) => ({ text: plain(prompt), echo: echo === true }))
      this.asking(true)
      try {
        said = (await interact({ host: this.host, instructions: plain(instructions), questions })) ?? []
      } catch (error) {
        throw new SessionError(
          'auth-needs-interaction',
          `a login question was not answered: ${(error as Error).message}`,
        )
      } finally {
        this.asking(false)
      }
      if (said.length !== others.length) throw this.unanswered(prompts)
      this.asked = true
    }
    const rest = [...said]
    return prompts.map((_, i) => {
      if (i !== ownAt || password === undefined) return rest.shift() ?? ''
      this.passwordSent = true
      return password
    })
  }

  private unanswered(prompts: readonly Prompt[]): SessionError {
    const asked = prompts.map(prompt => prompt.prompt).join(' ')
    return new SessionError(
      'auth-needs-interaction',
      `the device asks ${quote(asked)} at login, which needs a person; run it in a terminal, give --otp-command, or use an account without a second factor`,
    )
  }

  /** For ssh2's `change password` event. */
  readonly changePassword = (): void => {
    this.refuse(passwordExpired())
  }

  private refuse(problem: SessionError): void {
    this.problem ??= problem
    this.giveUp()
  }

  /** A server that wants a code too refuses the password alone, and does not say why. */
  private codeHint(): string {
    const unasked = this.tried.has('password') && !this.tried.has('keyboard-interactive')
    return unasked && this.offered.includes('keyboard-interactive')
      ? ', or give --otp-command when the account has a second factor'
      : ''
  }

  /** The device hung up: OpenSSH counts each key an agent offers. */
  tooMany(): SessionError {
    const remedy = this.tried.has('agent')
      ? 'the agent holds more keys than it lets try; name the right one with --identity'
      : 'check the user name and what it logs in with'
    return new SessionError(
      'auth-failed',
      `the device broke off the login of ${quote(this.credentials.username)} after too many tries: ${remedy}`,
    )
  }

  refused(): SessionError {
    const tried = [...this.tried].filter(method => method !== 'none')
    const offer = this.offered.length === 0 ? '' : ` (it offers ${quote(this.offered.join(', '))})`
    const what =
      tried.length === 0
        ? 'none of the given credentials fits a method the device offers'
        : `tried ${tried.join(', ')}; check the user name and the ${this.credentials.password === undefined ? 'key' : 'password'}${this.codeHint()}`
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

/** Device text for a person's terminal: no control characters. */
function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim()
}
