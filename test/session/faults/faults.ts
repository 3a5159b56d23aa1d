// The faults of the harness, each with what may be said of it: the table from fault to problem and status.
import type { Fault, FaultKind } from '../../../src/lab/types.ts'
import type { CaptureStatus } from '../../../src/model/capture.ts'
import type { ProblemKind } from '../../../src/session/errors.ts'
import type { SessionLimits } from '../../../src/session/limits.ts'
import type { Random } from './random.ts'

export interface Row {
  readonly name: string
  readonly where: '@connect' | '@kex' | '@login' | '@shell' | '@prompt' | 'command'
  /** @param length of the answer, in characters */
  readonly make: (random: Random, length: number) => Fault
  readonly limits?: Partial<SessionLimits>
  /** Device problems that name it; `none` when the collection may go on as if nothing were. */
  readonly problems: readonly (ProblemKind | 'none')[]
  /** What the command it hits may end as, beside `ok`; and every other command. */
  readonly hit?: readonly CaptureStatus[]
  readonly others?: readonly CaptureStatus[]
  /** Makes no sense at what the session sends by itself. */
  readonly plainCommand?: boolean
}

const show = (idleMs: number, totalMs: number): Pick<SessionLimits, 'commands'> => ({
  commands: { show: { idleMs, totalMs }, tech: { idleMs, totalMs } },
})

/** The session went away, or was given up. */
export const LOST: readonly ProblemKind[] = [
  'closed-mid-output',
  'prompt-not-found',
  'enable-failed',
  'platform-unknown',
]
export const ANYWHERE: readonly ProblemKind[] = [
  'closed-before-ident',
  'handshake-failed',
  'handshake-timeout',
  'auth-failed',
  'auth-timeout',
  'shell-failed',
  'desync',
  ...LOST,
]
/** Every stage's limit, for a fault that may hit any of them. */
const SHORT_STAGES: Partial<SessionLimits> = {
  identMs: 700,
  handshakeMs: 900,
  authMs: 2_000,
  shellMs: 700,
  firstPromptMs: 900,
  echoMs: 700,
  recoverMs: 500,
  logoutMs: 300,
  ...show(700, 5_000),
}
const GIVEN_UP: Partial<SessionLimits> = { recoverMs: 500, logoutMs: 300 }

const half = (random: Random, length: number): number => random.int(0, Math.max(0, length - 2))
/** Byte by byte, as slowly as a person can wait for; long answers in pieces. */
const dripped = (random: Random, length: number): Fault => {
  const ms = random.pick([1, 5, 30])
  const pieces = 600 / ms
  return { dripMs: ms, chunkBytes: Math.max(1, Math.ceil(length / pieces)) }
}
const REDRAWN = ['echo-wrap', 'echo-redraw', 'echo-backspace', 'echo-scroll', 'echo-drip'] as const
const kinds = (...list: FaultKind[]): Fault => ({ kinds: list })

const CONNECTING: readonly Row[] = [
  { name: 'refuse', where: '@connect', make: () => kinds('refuse'), problems: ['refused'] },
  {
    name: 'closed at once',
    where: '@connect',
    make: random => (random.chance(0.5) ? { cutAfterBytes: 0 } : { resetAfterBytes: 0 }),
    problems: ['closed-before-ident'],
  },
  {
    name: 'silent port',
    where: '@connect',
    make: () => ({ hangAfterBytes: 0 }),
    limits: { identMs: 300 },
    problems: ['closed-before-ident'],
  },
  {
    name: 'cut on the wire',
    where: '@connect',
    make: random =>
      random.chance(0.5)
        ? { cutAfterBytes: random.int(1, 4_000) }
        : { resetAfterBytes: random.int(1, 4_000) },
    limits: { logoutMs: 300 },
    problems: [...ANYWHERE, 'none'],
    hit: ['truncated'],
    others: ['truncated'],
  },
  {
    name: 'silent on the wire',
    where: '@connect',
    make: random => ({ hangAfterBytes: random.int(1, 4_000) }),
    limits: SHORT_STAGES,
    problems: [...ANYWHERE, 'none'],
    others: ['truncated', 'timed-out'],
  },
  {
    name: 'pause on the wire',
    where: '@connect',
    make: random => ({ stallMs: random.int(50, 400), at: random.int(0, 4_000) }),
    problems: ['none'],
  },
  {
    name: 'pause on the wire, longer than a limit',
    where: '@connect',
    make: random => ({ stallMs: 1_500, at: random.int(0, 4_000) }),
    limits: SHORT_STAGES,
    problems: [...ANYWHERE, 'none'],
    others: ['truncated', 'timed-out'],
  },
  {
    name: 'garbage on the wire',
    where: '@connect',
    make: random => ({ garbageBytes: random.int(1, 200), at: random.int(0, 3_000) }),
    limits: SHORT_STAGES,
    problems: [...ANYWHERE, 'none'],
    others: ['truncated', 'timed-out'],
  },
  {
    name: 'slow wire',
    where: '@connect',
    make: random => ({ dripMs: 1, chunkBytes: random.pick([3, 5, 17]) }),
    problems: ['none'],
  },
  {
    name: 'key exchange stops',
    where: '@kex',
    make: random => ({ hangAfterBytes: random.int(0, 200) }),
    limits: { handshakeMs: 400, identMs: 700 },
    problems: ['handshake-timeout'],
  },
  {
    name: 'key exchange cut',
    where: '@kex',
    make: random => ({ cutAfterBytes: random.int(0, 200) }),
    problems: ['handshake-failed'],
  },
  {
    name: 'key exchange garbled',
    where: '@kex',
    make: random => ({ garbageBytes: random.int(1, 40), at: random.int(0, 200) }),
    limits: { handshakeMs: 700, identMs: 900 },
    problems: ['handshake-failed', 'handshake-timeout', 'algorithm-mismatch'],
  },
]

const LOGGING_IN: readonly Row[] = [
  {
    name: 'silent login',
    where: '@login',
    make: () => ({ hangAfterBytes: 0 }),
    limits: { authMs: 500 },
    problems: ['auth-timeout'],
  },
  { name: 'slow login', where: '@login', make: () => ({ delayMs: 200 }), problems: ['none'] },
  {
    name: 'login cut',
    where: '@login',
    make: random => (random.chance(0.5) ? { cutAfterBytes: 0 } : { resetAfterBytes: 0 }),
    problems: ['auth-failed'],
  },
  { name: 'login refused', where: '@login', make: () => ({ deny: true }), problems: ['auth-failed'] },
  {
    name: 'code wanted',
    where: '@login',
    make: () => kinds('ask'),
    problems: ['auth-needs-interaction', 'auth-failed'],
  },
  {
    name: 'new password wanted at login',
    where: '@login',
    make: () => kinds('expired'),
    problems: ['password-expired'],
  },
  { name: 'no shell', where: '@shell', make: () => ({ deny: true }), problems: ['shell-failed'] },
  {
    name: 'shell hangs',
    where: '@shell',
    make: () => ({ hangAfterBytes: 0 }),
    limits: { shellMs: 400 },
    problems: ['shell-failed'],
  },
  { name: 'shell cut', where: '@shell', make: () => ({ cutAfterBytes: 0 }), problems: ['shell-failed'] },
  { name: 'slow shell', where: '@shell', make: () => ({ delayMs: 200 }), problems: ['none'] },
  {
    name: 'no first prompt',
    where: '@prompt',
    make: random => ({ hangAfterBytes: random.int(0, 30) }),
    limits: { firstPromptMs: 900, recoverMs: 300 },
    problems: ['prompt-not-found'],
  },
  {
    name: 'cut before the first prompt',
    where: '@prompt',
    make: random => ({ cutAfterBytes: random.int(0, 30) }),
    problems: ['closed-mid-output'],
  },
  {
    name: 'slow first prompt',
    where: '@prompt',
    make: random => ({ dripMs: random.int(1, 30), delayMs: 100 }),
    problems: ['none'],
  },
  {
    name: 'pause before the first prompt',
    where: '@prompt',
    make: random => ({ stallMs: random.int(50, 400), at: random.int(0, 30) }),
    problems: ['none'],
  },
  { name: 'banner with prompts', where: '@prompt', make: () => kinds('banner'), problems: ['none'] },
  {
    name: 'banner with prompts, then a pause',
    where: '@prompt',
    make: random => ({ kinds: ['banner', 'prompt-like'], stallMs: 200, at: random.int(0, 200) }),
    problems: ['none'],
  },
  {
    name: 'garbage before the first prompt',
    where: '@prompt',
    make: random => ({ garbageBytes: random.int(1, 60), at: 0 }),
    problems: ['none'],
  },
  { name: 'session limit', where: '@prompt', make: () => kinds('limit'), problems: ['session-limit'] },
  {
    name: 'new password wanted in the session',
    where: '@prompt',
    make: () => kinds('expired'),
    problems: ['password-expired'],
  },
]

const ANSWERING: readonly Row[] = [
  {
    name: 'denied',
    where: 'command',
    make: () => ({ deny: true }),
    problems: ['none', 'enable-failed', 'platform-unknown'],
    hit: ['denied', 'unsupported'],
    others: ['unsupported'],
  },
  {
    name: 'asks for a password',
    where: 'command',
    make: () => kinds('ask'),
    problems: ['none', 'enable-failed', 'platform-unknown'],
    hit: ['denied'],
    others: ['unsupported'],
  },
  {
    name: 'cut',
    where: 'command',
    make: (random, length) =>
      random.chance(0.5)
        ? { cutAfterBytes: half(random, length) }
        : { resetAfterBytes: half(random, length) },
    problems: [...LOST, 'none'],
    hit: ['truncated'],
    others: ['truncated'],
  },
  {
    name: 'hangs',
    where: 'command',
    make: (random, length) => ({ hangAfterBytes: half(random, length) }),
    limits: { ...show(600, 20_000), ...GIVEN_UP },
    problems: [...LOST, 'none'],
    hit: ['timed-out'],
  },
  {
    name: 'hangs until Ctrl-C',
    where: 'command',
    make: (random, length) => ({ hangAfterBytes: half(random, length), kinds: ['ctrl-c'] }),
    limits: { ...show(600, 20_000), logoutMs: 1_000 },
    problems: ['none', 'enable-failed', 'platform-unknown'],
    hit: ['timed-out'],
    others: ['unsupported'],
  },
  {
    name: 'pause',
    where: 'command',
    make: (random, length) => ({ stallMs: random.int(20, 400), at: half(random, length) }),
    problems: ['none'],
  },
  {
    name: 'pause longer than the idle limit',
    where: 'command',
    make: (random, length) => ({ stallMs: random.int(500, 1_500), at: half(random, length) }),
    limits: { ...show(400, 20_000), ...GIVEN_UP },
    problems: [...LOST, 'none'],
    hit: ['timed-out'],
    others: ['timed-out', 'unsupported'],
  },
  {
    name: 'longer than the total limit',
    where: 'command',
    make: () => ({ dripMs: 20 }),
    limits: { ...show(20_000, 700), ...GIVEN_UP },
    problems: [...LOST, 'none'],
    hit: ['timed-out'],
    others: ['timed-out', 'unsupported'],
  },
  {
    name: 'drop by drop',
    where: 'command',
    make: dripped,
    problems: ['none'],
  },
  {
    name: 'in small pieces',
    where: 'command',
    make: random => ({ dripMs: 1, chunkBytes: random.int(2, 50) }),
    problems: ['none'],
  },
  {
    name: 'hangs up behind the prompt',
    where: 'command',
    make: random => ({ kinds: ['hang-up'], stallMs: random.pick([0, 0, 10, 30, 60, 100]) }),
    problems: [...LOST, 'none'],
    hit: ['truncated'],
    others: ['truncated'],
  },
  {
    name: 'late',
    where: 'command',
    make: random => ({ delayMs: random.int(20, 500) }),
    problems: ['none'],
  },
  {
    name: 'garbage in the answer',
    where: 'command',
    make: (random, length) => ({ garbageBytes: random.int(1, 60), at: half(random, length) }),
    problems: ['none'],
    plainCommand: true,
  },
  ...(['prompt-like', 'prompt-inside', 'prompt-text', 'log-inside'] as const).flatMap((kind): Row[] => [
    {
      name: `${kind} in the answer`,
      where: 'command',
      make: (random, length) => ({ kinds: [kind], at: half(random, length) }),
      problems: ['none'],
      plainCommand: true,
    },
    {
      name: `${kind} in the answer, then a pause`,
      where: 'command',
      make: (random, length) => ({
        kinds: random.chance(0.3) ? [kind, 'echo-early'] : [kind],
        at: half(random, length),
        stallMs: random.int(20, 500),
      }),
      problems: ['none', 'desync'],
      hit: ['truncated'],
      others: ['truncated'],
      plainCommand: true,
    },
    {
      name: `${kind} in the answer, dripped`,
      where: 'command',
      make: (random, length) => ({
        kinds: [kind],
        at: half(random, length),
        ...dripped(random, length),
      }),
      problems: ['none', 'desync'],
      hit: ['truncated'],
      others: ['truncated'],
      plainCommand: true,
    },
    {
      name: `${kind} in the answer, then cut`,
      where: 'command',
      make: (random, length) => {
        const at = half(random, length)
        return { kinds: [kind], at, stallMs: random.int(0, 300), cutAfterBytes: at + random.int(0, 40) }
      },
      problems: [...LOST, 'none'],
      hit: ['truncated'],
      others: ['truncated'],
      plainCommand: true,
    },
  ]),
  {
    name: 'log line after the prompt',
    where: 'command',
    make: random => ({ kinds: [random.pick(['log-after', 'log-later'] as const)] }),
    problems: ['none'],
  },
  {
    name: 'echo drawn in another way',
    where: 'command',
    make: random => {
      const kind = random.pick(REDRAWN)
      return { kinds: [kind], ...(kind === 'echo-drip' ? { dripMs: random.pick([1, 5]) } : {}) }
    },
    problems: ['none'],
  },
  {
    name: 'no echo, or another',
    where: 'command',
    make: random => ({ kinds: [random.pick(['echo-none', 'echo-wrong'] as const)] }),
    limits: { echoMs: 600, logoutMs: 300 },
    problems: ['desync', 'none', 'enable-failed'],
    hit: ['truncated'],
    others: ['truncated', 'unsupported'],
  },
  {
    name: 'the prompt changes',
    where: 'command',
    make: () => kinds('rename'),
    limits: { ...show(3_000, 60_000), recoverMs: 500, logoutMs: 2_000 },
    problems: ['none', ...LOST],
    hit: ['timed-out'],
    others: ['timed-out', 'unsupported'],
  },
  { name: 'pages', where: 'command', make: () => kinds('more'), problems: ['none'] },
  {
    name: 'long',
    where: 'command',
    make: random => ({ sizeBytes: random.chance(0.05) ? 20_000_000 : random.int(5_000, 300_000) }),
    problems: ['none'],
    plainCommand: true,
  },
  {
    name: 'long, then a pause',
    where: 'command',
    make: random => ({ sizeBytes: random.int(5_000, 100_000), stallMs: random.int(20, 300) }),
    problems: ['none'],
    plainCommand: true,
  },
]

export const FAULTS: readonly Row[] = [...CONNECTING, ...LOGGING_IN, ...ANSWERING, ...ANSWERING]
