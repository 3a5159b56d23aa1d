// What a simulated device is: the shape of a device file and of the faults a test may add.
import type { Platform } from '../model/platform.ts'
import type { DeviceStatus } from '../model/report.ts'
import type { World } from './agent/world.ts'
import type { Recorded } from './recorded.ts'

/** What the tool should say of the device. Rule ids are the slugs of rules/. */
export interface Expectation {
  readonly status: DeviceStatus
  /** Rules that fail with role `cause` at warning or above. */
  readonly causes: readonly string[]
  /** Rules that fail but are explained by a cause. */
  readonly symptoms: readonly string[]
  /** Rules that may fail at severity info. */
  readonly allow: readonly string[]
}

export const LOGIN_METHODS = ['password', 'keyboard-interactive'] as const
export type LoginMethod = (typeof LOGIN_METHODS)[number]

export interface Login {
  readonly username: string
  readonly password: string
  readonly methods: readonly LoginMethod[]
  /** IOS XE: the session starts at `>` and `enable` asks for this. */
  readonly enable_secret?: string
}

/**
 * Misbehaviours without a number:
 *   refuse         nothing listens
 *   ask            a question instead of an answer: for a password, or for a code at the login
 *   expired        a new password is wanted
 *   limit          no more sessions are taken
 *   banner         a banner full of lines that look like prompts
 *   more           pages although paging was switched off
 *   rename         the host name, and with it the prompt, changes after the answer
 *   prompt-like    a line that looks like the prompt of another device inside the answer
 *   prompt-inside  the own prompt alone on a line inside the answer
 *   prompt-text    the own prompt with a command behind it inside the answer
 *   log-inside, log-after, log-later  a log line: inside a line of the answer, behind the next prompt, a moment later
 *   echo-*         how the typed line comes back: not at all, as another one, wrapped, drawn again, corrected with
 *                  backspaces, scrolled sideways, drop by drop, or before its turn while an answer is still printed
 *   hang-up        the connection is cut behind the next prompt
 *   ctrl-c         Ctrl-C ends the answer, even one that hangs
 */
export const FAULT_KINDS = [
  'refuse',
  'ask',
  'expired',
  'limit',
  'banner',
  'more',
  'rename',
  'prompt-like',
  'prompt-inside',
  'prompt-text',
  'log-inside',
  'log-after',
  'log-later',
  'echo-none',
  'echo-wrong',
  'echo-wrap',
  'echo-redraw',
  'echo-backspace',
  'echo-scroll',
  'echo-drip',
  'echo-early',
  'hang-up',
  'ctrl-c',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

/**
 * A misbehaviour for tests and training, applied to one command's answer or to one stage of a session:
 *   @connect  the TCP connection; bytes are those of the wire, server to client
 *   @kex      the same from behind the SSH ident line on
 *   @login    authentication; @shell  the request for a shell (byte counts mean nothing at these two)
 *   @prompt   everything up to the first prompt
 * At a command byte counts are of the answer, echo and prompt excluded.
 */
export interface Fault {
  readonly delayMs?: number
  /** Pause between two pieces of `chunkBytes`. */
  readonly dripMs?: number
  /** 1 when absent. */
  readonly chunkBytes?: number
  readonly cutAfterBytes?: number
  /** As `cutAfterBytes`, with a TCP reset. */
  readonly resetAfterBytes?: number
  readonly hangAfterBytes?: number
  /** A pause at byte `at`; then it goes on. */
  readonly stallMs?: number
  /** So many meaningless bytes at byte `at`. */
  readonly garbageBytes?: number
  /** Where a pause, garbage or a line goes; the middle when absent, the start at `@connect` and `@kex`. */
  readonly at?: number
  /** The answer is repeated up to this many bytes. */
  readonly sizeBytes?: number
  /** Answers as a device does when the account may not run the command. */
  readonly deny?: boolean
  readonly kinds?: readonly FaultKind[]
  /** Only the first so many times; every time when absent. */
  readonly times?: number
}

/** Keyed by command as sent (or `*`), or by stage. */
export type Faults = Readonly<Record<string, Fault>>

/** A device file with everything it extends merged in. */
export interface LabDevice {
  readonly id: string
  readonly title: string
  readonly persona: Platform
  readonly hostname: string
  /** Which part of a vendor guide (or of the failure catalogue) the device shows. */
  readonly scenario: string
  /** Text for `{{name}}` in answers, configuration and log. */
  readonly vars: Readonly<Record<string, string>>
  readonly login: Login
  readonly banner: string
  readonly answers: Readonly<Record<string, string>>
  /** It answers with these alone; a device file has none. */
  readonly recorded?: Recorded
  /** Commands this device does not know although its persona does. */
  readonly unsupported: readonly string[]
  /** Commands the account may not run. */
  readonly denied: readonly string[]
  readonly config: string
  /** IOS XR 32-bit: the configuration of the admin plane. */
  readonly admin_config: string
  readonly logging: readonly string[]
  /** The device's clock minus true time, seconds. */
  readonly clock_offset: number
  /** How its surroundings differ from those of all lab devices. */
  readonly world: Partial<World>
  readonly expect: Expectation
  readonly faults: Faults
}
