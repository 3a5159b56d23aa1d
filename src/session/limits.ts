// Every limit of a session in one place, times in milliseconds; tests hand in short ones.
import type { CommandLimits } from '../platforms/index.ts'
import { COMMAND_LIMITS } from '../platforms/index.ts'

export interface SessionLimits {
  /** TCP connect, name lookup included. */
  readonly connectMs: number
  /** From the TCP connection to the server's SSH ident line. */
  readonly identMs: number
  readonly handshakeMs: number
  readonly authMs: number
  readonly shellMs: number
  readonly firstPromptMs: number
  /** Silence after which the last line may be taken for the first prompt. */
  readonly settleMs: number
  /** Silence after a prompt before the answer is believed complete. */
  readonly holdMs: number
  /** Echo of a typed command. */
  readonly echoMs: number
  /** Silence after which a question at the end (`Password:`) or a log line after the prompt is acted upon. */
  readonly questionMs: number
  /** To get back to the prompt after Ctrl-C. */
  readonly recoverMs: number
  /** A ping or telnet test, from the first key to the proven prompt. Default 30 s. */
  readonly testMs?: number
  /** The polite close; then the line is cut. */
  readonly logoutMs: number
  /** Everything on one device. */
  readonly deviceMs: number
  /** Bytes of one answer; more are not kept. Default {@link ANSWER_BYTES}. */
  readonly answerBytes?: number
  readonly commands: Readonly<Record<'show' | 'tech', CommandLimits>>
}

/** A show tech-support license of a large chassis is 20 MB. */
export const ANSWER_BYTES = 128_000_000

export const SESSION_LIMITS: SessionLimits = {
  connectMs: 10_000,
  identMs: 10_000,
  handshakeMs: 20_000,
  authMs: 30_000,
  shellMs: 10_000,
  firstPromptMs: 30_000,
  settleMs: 300,
  holdMs: 100,
  echoMs: 10_000,
  questionMs: 3_000,
  recoverMs: 5_000,
  logoutMs: 2_000,
  deviceMs: 4_500_000,
  commands: COMMAND_LIMITS,
}
