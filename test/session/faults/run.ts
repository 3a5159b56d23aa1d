// Plays one scenario: the lab serves it, the tool collects it, and what is promised of every run is checked.
import { buildDevice } from '../../../src/lab/device.ts'
import type { DeviceFile } from '../../../src/lab/schema.ts'
import { type RunningDevice, serveDevices } from '../../../src/lab/server.ts'
import type { Served } from '../../../src/lab/terminal.ts'
import type { Faults, LabDevice } from '../../../src/lab/types.ts'
import type { Capture, CaptureSet } from '../../../src/model/capture.ts'
import { TERMINAL_WIDTHS } from '../../../src/model/terminal.ts'
import { PLATFORM_TRAITS } from '../../../src/platforms/index.ts'
import { collectDevice, type SessionEvent } from '../../../src/session/device.ts'
import { planned } from '../collect-one.ts'
import { TRUSTING } from '../scripted-device.ts'
import { ANYWHERE, LOST } from './faults.ts'
import { readable, reported } from './reference.ts'
import { merged, PATIENT, type Scenario } from './scenario.ts'

const LOGIN_SECRET = 'Login-s3cret-49151'
const ENABLE_SECRET = 'Enable-s3cret-65213'
const WRONG_SECRET = 'Wrong-s3cret-30291'
const SECRETS = [LOGIN_SECRET, ENABLE_SECRET, WRONG_SECRET]
/** Far above every limit and every pause there is: whoever is not done by then never will be. */
const WATCHDOG_MS = 400_000
const LEAVING_MS = 120_000
/** What a stage is called that was not done within its limit. */
const STAGES = [
  ['identMs', 'closed-before-ident'],
  ['handshakeMs', 'handshake-timeout'],
  ['authMs', 'auth-timeout'],
  ['shellMs', 'shell-failed'],
  ['firstPromptMs', 'prompt-not-found'],
] as const
/** Some of the answer is there. */
const PARTIAL = new Set(['timed-out', 'truncated'])

export interface Outcome {
  readonly set: CaptureSet | undefined
  readonly events: readonly SessionEvent[]
  readonly served: readonly Served[]
  readonly violations: readonly string[]
}

export async function play(scenario: Scenario): Promise<Outcome> {
  const served: Served[] = []
  let typed = ''
  const lab = await serveDevices([deviceOf(scenario)], {
    faults: { '*': faultsOf(scenario) },
    watch: {
      served: (_, one) => served.push(one),
      typed: (_, keys) => {
        typed += keys
      },
    },
  })
  const [device] = lab.devices
  if (device === undefined) throw new Error('no device')
  const events: SessionEvent[] = []
  try {
    const set = await collected(scenario, device, events)
    const left = await whenLeft(device)
    const violations = [
      ...(set === undefined ? ['still not done: it hangs'] : checked(scenario, set, served)),
      ...(left ? [] : ['the device still has a connection of it']),
      ...secretsIn(JSON.stringify({ set, events }), 'what is reported'),
      ...typedChecked(scenario, typed, device),
    ]
    return { set, events, served, violations }
  } finally {
    await lab.close()
  }
}

function deviceOf({ platform, hostname, banner, methods, enable, answers }: Scenario): LabDevice {
  const file: DeviceFile = {
    persona: platform,
    hostname,
    banner,
    answers: { ...answers },
    login: {
      username: 'noc',
      password: LOGIN_SECRET,
      methods: [...methods],
      ...(enable ? { enable_secret: ENABLE_SECRET } : {}),
    },
  }
  return buildDevice('made-up', new Map([['made-up', file]]))
}

function faultsOf({ injected }: Scenario): Faults {
  const out = merged(injected)
  // Long and slow together would take hours.
  if (Object.values(out).some(fault => fault.dripMs !== undefined)) {
    for (const [where, fault] of Object.entries(out))
      if (fault.sizeBytes !== undefined)
        out[where] = { ...fault, sizeBytes: Math.min(fault.sizeBytes, 6_000) }
  }
  return out
}

async function collected(
  scenario: Scenario,
  device: RunningDevice,
  events: SessionEvent[],
): Promise<CaptureSet | undefined> {
  const stop = new AbortController()
  const timers = [setTimeout(() => stop.abort(), scenario.stopAfterMs ?? 2 ** 31 - 1)]
  const watchdog = new Promise<undefined>(resolve => {
    timers.push(setTimeout(() => resolve(undefined), WATCHDOG_MS))
  })
  try {
    return await Promise.race([
      watchdog,
      collectDevice(
        {
          name: 'made-up',
          host: device.host,
          port: device.port,
          credentials: {
            username: 'noc',
            password: LOGIN_SECRET,
            enableSecret: scenario.mayEnable ? ENABLE_SECRET : WRONG_SECRET,
          },
          ...(scenario.told ? { platform: scenario.platform } : {}),
        },
        () => scenario.commands.map(command => planned(command)),
        {
          hostKeys: TRUSTING,
          limits: scenario.limits,
          enable: scenario.enable,
          signal: stop.signal,
          onEvent: event => events.push(event),
        },
      ),
    ])
  } finally {
    for (const timer of timers) clearTimeout(timer)
  }
}

async function whenLeft(device: RunningDevice): Promise<boolean> {
  for (const start = Date.now(); Date.now() - start < LEAVING_MS; ) {
    if (device.sockets.size === 0) return true
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return false
}

function checked(scenario: Scenario, set: CaptureSet, served: readonly Served[]): string[] {
  const { commands } = scenario
  return [
    ...problemChecked(scenario, set),
    ...(set.platform === undefined || set.platform === scenario.platform ? [] : [`platform ${set.platform}`]),
    ...commands
      .filter(command => set.captures.filter(one => one.command === command).length > 1)
      .map(command => `"${command}" is reported twice`),
    ...(set.platform === undefined
      ? []
      : commands.filter(command => !set.captures.some(one => one.command === command))
    ).map(command => `"${command}" is not reported`),
    ...set.captures.flatMap(capture => captureChecked(scenario, set, capture, served)),
  ]
}

/** Some fault's short limits are everyone's. */
function isImpatient({ limits }: Scenario): boolean {
  return limits.commands !== PATIENT.commands
}

function problemChecked(scenario: Scenario, { problem }: CaptureSet): string[] {
  const { injected, stopAfterMs } = scenario
  const kinds = new Set<string>(injected.flatMap(({ row }) => row.problems))
  if (stopAfterMs !== undefined) kinds.add('stopped')
  if (scenario.limits.deviceMs !== PATIENT.deviceMs) kinds.add('device-timeout')
  if (scenario.enable && !scenario.mayEnable) kinds.add('enable-failed')
  if (isImpatient(scenario)) for (const kind of LOST) kinds.add(kind)
  // A limit made short for one fault is short for a busy machine as well.
  for (const [limit, kind] of STAGES) if (scenario.limits[limit] !== PATIENT[limit]) kinds.add(kind)
  // On a slow wire what breaks off at the end breaks off before it.
  if (injected.length > 1 && injected.some(({ row }) => row.where === '@connect'))
    for (const kind of ANYWHERE) kinds.add(kind)
  // A fault that cannot be lived with may be hidden by another one, but not by nothing.
  const mayBeNone = injected.every(({ row }) => row.problems.includes('none'))
  if (problem === undefined) return mayBeNone ? [] : ['no problem is reported']
  if (!kinds.has(problem.kind)) return [`problem "${problem.kind}" (${problem.message}) has no cause here`]
  if (problem.message.trim() === '' || /[\u0000-\u001f\u007f-\u009f]/.test(problem.message))
    return [`the message of "${problem.kind}" is ${JSON.stringify(problem.message)}`]
  return []
}

function captureChecked(
  scenario: Scenario,
  set: CaptureSet,
  capture: Capture,
  served: readonly Served[],
): string[] {
  const { command, status, reason } = capture
  const allowed = new Set<string>(['ok', ...(set.problem === undefined ? [] : ['not-tried'])])
  for (const { row, where } of scenario.injected) {
    for (const one of (where === command ? row.hit : row.others) ?? []) allowed.add(one)
    for (const one of row.others ?? []) allowed.add(one)
  }
  if (scenario.stopAfterMs !== undefined || scenario.limits.deviceMs !== PATIENT.deviceMs)
    allowed.add('truncated')
  if (scenario.enable && !scenario.mayEnable) allowed.add('unsupported')
  if (isImpatient(scenario)) allowed.add('timed-out')
  if (lastLineIsGone(scenario, command, served)) allowed.add('truncated')
  // A log line may be as long as a terminal is wide: then its end is not known.
  const logged = scenario.injected.some(({ row }) => row.name.startsWith('log-inside'))
  const wide = (line: string): boolean => TERMINAL_WIDTHS.includes(line.trimEnd().length)
  if (logged && status === 'truncated' && capture.text.split('\n').some(wide)) return []
  const what = `"${command}" is ${status}${reason === undefined ? '' : ` (${reason})`}`
  if (!allowed.has(status)) return [`${what}, which has no cause here`]
  if (status !== 'ok' && (reason === undefined || reason.trim() === '')) return [`${what} without a reason`]
  // What follows a lost echo may be anybody's.
  if (status !== 'ok' && (!PARTIAL.has(status) || set.problem?.kind === 'desync')) return []
  const reading = { stamped: scenario.platform === 'ios-xr', logs: /tech|eventlog/.test(command) }
  const said = reported(capture.text)
  if (status !== 'ok')
    return isStartOf(
      said,
      served.filter(one => one.command === command).map(one => readable(one.bytes, reading)),
    )
      ? []
      : [`${what}, and what is kept of it is not how it began: ${JSON.stringify(said).slice(0, 500)}`]
  const whole = served.filter(one => one.command === command && one.whole)
  if (whole.some(one => readable(one.bytes, reading).join('\n') === said.join('\n'))) return []
  if (whole.length === 0) return [`${what}, but its answer was never finished`]
  const wanted = readable(whole.at(-1)?.bytes ?? Buffer.alloc(0), reading)
  const at = differing(wanted, said)
  const around = (lines: readonly string[]): string =>
    JSON.stringify(lines.slice(Math.max(0, at - 1), at + 3))
  return [
    `${what}, but at line ${at} of ${wanted.length} served was ${around(wanted)} and reported, of ${said.length}, ${around(said)}`,
  ]
}

/** The fault fell into the last line of a configuration, which is what shows that it is whole. */
function lastLineIsGone({ platform }: Scenario, command: string, served: readonly Served[]): boolean {
  if (platform !== 'ios-xe' || command !== 'show running-config') return false
  return served.some(
    one => one.command === command && readable(one.bytes, { stamped: false, logs: false }).at(-1) !== 'end',
  )
}

/** What came before the end is kept as it came; the last line of it may be unfinished. */
function isStartOf(said: readonly string[], served: readonly (readonly string[])[]): boolean {
  const sure = said.slice(0, -1)
  // A changed prompt that was not learnt yet is anybody's line.
  while (sure.length > 0 && /^(?:\S+-b[#>])?$/.test(sure.at(-1) ?? '')) sure.pop()
  return sure.length === 0 || served.some(lines => sure.every((line, i) => line === lines[i]))
}

function differing(one: readonly string[], other: readonly string[]): number {
  return Array.from({ length: Math.max(one.length, other.length) }, (_, i) => i).findIndex(
    i => one[i] !== other[i],
  )
}

function secretsIn(text: string, where: string): string[] {
  return SECRETS.filter(secret => text.includes(secret)).map(secret => `${secret} in ${where}`)
}

/** Nothing but the commands of the plan and of the session is ever typed, and no secret but at the question for it. */
function typedChecked(
  { platform, commands, enable, mayEnable }: Scenario,
  typed: string,
  device: RunningDevice,
): string[] {
  const { setup, logout } = PLATFORM_TRAITS[platform]
  const may = new Set([...setup, ...commands, logout, 'show version', ...(enable ? ['enable'] : [])])
  const lines = typed
    .split(/[\r\u0003]/)
    .map(line => line.replace(/^[ q]+/, ''))
    .filter(line => line !== '')
  const secret = mayEnable ? ENABLE_SECRET : WRONG_SECRET
  const strange = lines.filter(line => !may.has(line) && !(enable && line === secret))
  const secrets = lines.filter(line => line === secret).length
  return [
    ...strange.map(line => `it typed ${JSON.stringify(line)}`),
    ...(secrets > 1 ? ['it typed the enable secret twice'] : []),
    ...(lines.filter(line => line === logout).length > 1 ? ['it logged out twice'] : []),
    ...(typed.includes(LOGIN_SECRET) || device.received.some(line => line.includes('s3cret'))
      ? ['it typed a secret at a prompt']
      : []),
  ]
}
