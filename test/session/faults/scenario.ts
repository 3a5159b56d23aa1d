// A made-up device, what it is asked, what goes wrong on it, and the limits that suit it; all from one seed.
import type { Fault, LoginMethod } from '../../../src/lab/types.ts'
import type { Platform } from '../../../src/model/platform.ts'
import { PLATFORMS } from '../../../src/model/platform.ts'
import type { SessionLimits } from '../../../src/session/limits.ts'
import { FAULTS, type Row } from './faults.ts'
import { type Random, randomOf } from './random.ts'

export interface Injected {
  readonly row: Row
  /** A command or a stage. */
  readonly where: string
  readonly fault: Fault
}

export interface Scenario {
  readonly seed: number
  readonly platform: Platform
  readonly hostname: string
  readonly banner: string
  /** The tool is told the platform. */
  readonly told: boolean
  readonly methods: readonly LoginMethod[]
  /** `enable` is wanted; the device starts at `>`. */
  readonly enable: boolean
  /** The enable secret is the right one. */
  readonly mayEnable: boolean
  readonly commands: readonly string[]
  readonly answers: Readonly<Record<string, string>>
  readonly injected: readonly Injected[]
  readonly limits: SessionLimits
  /** The run is stopped after so long. */
  readonly stopAfterMs?: number
}

const VERSION: Readonly<Record<Platform, string>> = {
  'ios-xe': 'Cisco IOS XE Software, Version 17.09.04a\nuptime is 3 weeks\n',
  'nx-os': 'Cisco Nexus Operating System (NX-OS) Software\n  NXOS: version 9.3(5)\n',
  'ios-xr': 'Cisco IOS XR Software, Version 7.5.2\n uptime is 3 weeks\n',
}

const COMMANDS = [
  'show license all',
  'show license usage',
  'show license eventlog 30 and some words behind it',
  'show version',
  'show clock',
  'show tech-support license',
  'show running-config',
]

const SETUP = ['terminal length 0', 'terminal width 511']

/** Long where a limit only ends a failure, short where it is waited out in health too: a busy machine is no fault. */
export const PATIENT: SessionLimits = {
  connectMs: 90_000,
  identMs: 90_000,
  handshakeMs: 90_000,
  authMs: 90_000,
  shellMs: 90_000,
  firstPromptMs: 90_000,
  settleMs: 40,
  holdMs: 30,
  echoMs: 90_000,
  questionMs: 150,
  recoverMs: 90_000,
  logoutMs: 1_500,
  deviceMs: 240_000,
  commands: {
    show: { idleMs: 90_000, totalMs: 180_000 },
    tech: { idleMs: 90_000, totalMs: 180_000 },
  },
}

/** @param keep which of the faults; all when absent */
export function scenarioOf(seed: number, keep?: ReadonlySet<number>): Scenario {
  const random = randomOf(seed)
  const platform = random.pick(PLATFORMS)
  const hostname = random.pick([
    'sw1',
    'core-rtr-17',
    'a',
    `n${'x'.repeat(random.int(20, 60))}`,
    'lab_9.site-b',
  ])
  const enable = platform === 'ios-xe' && random.chance(0.2)
  const mayEnable = random.chance(0.8)
  const methods = random.pick<readonly LoginMethod[]>([
    ['password'],
    ['keyboard-interactive'],
    ['password', 'keyboard-interactive'],
  ])
  const commands = shuffled(random, COMMANDS).slice(0, random.int(1, 4))
  const answers = Object.fromEntries(
    COMMANDS.map(command => [command, answerOf(random, command, platform, hostname)]),
  )
  const told = random.chance(0.7)
  const all: Injected[] = []
  const count = random.pick([0, 1, 1, 1, 1, 2, 2, 3])
  for (let i = 0; i < count; i++) {
    const row = random.pick(FAULTS)
    const where = random.pick(row.where === 'command' ? targets(random, commands, told, enable) : [row.where])
    if (row.plainCommand === true && !commands.includes(where)) continue
    const served = Buffer.from((answers[where] ?? '').replaceAll('\n', '\r\n')).toString('latin1')
    const fault = beside(row.make(random, served.length), served)
    if (all.some(one => one.where === where && clash(one, { row, where, fault }))) continue
    // An answer whose very last line is the device's own prompt cannot be told from one that ends before it.
    const together = merged([...all.filter(one => one.where === where), { row, where, fault }])
    if (hasPromptAtEnd(together[where], served)) continue
    all.push({ row, where, fault })
  }
  const injected = all.filter((_, i) => keep === undefined || keep.has(i))
  const limits: SessionLimits = Object.assign(
    {},
    PATIENT,
    ...injected.map(({ row, where }) => ({
      ...row.limits,
      ...(where === 'enable' ? { authMs: 3_000 } : {}),
    })),
  )
  const stopAfterMs = random.chance(0.04) ? random.int(0, 900) : undefined
  const deviceMs = random.chance(0.04) ? random.int(50, 900) : undefined
  return {
    seed,
    platform,
    hostname,
    banner: random.chance(0.4) ? bannerOf(random) : '',
    told,
    methods,
    enable,
    mayEnable,
    commands,
    answers,
    injected,
    limits: deviceMs === undefined ? limits : { ...limits, deviceMs },
    ...(stopAfterMs === undefined ? {} : { stopAfterMs }),
  }
}

/** An answer that is refused has no middle to put something in. */
function clash(one: Injected, other: Injected): boolean {
  return (
    (isRefused(one.fault) && other.row.plainCommand === true) ||
    (isRefused(other.fault) && one.row.plainCommand === true)
  )
}

function isRefused({ deny, kinds }: Fault): boolean {
  return deny === true || kinds?.includes('ask') === true
}

function hasPromptAtEnd({ kinds, at = 0 }: Fault = {}, served: string): boolean {
  return kinds?.includes('prompt-inside') === true && served.slice(at).trim() === ''
}

/** Faults of the same place act together. */
export function merged(injected: readonly Injected[]): Record<string, Fault> {
  const out: Record<string, Fault> = {}
  for (const { where, fault } of injected) {
    const before = out[where] ?? {}
    const kinds = [...(before.kinds ?? []), ...(fault.kinds ?? [])]
    out[where] = { ...before, ...fault, ...(kinds.length === 0 ? {} : { kinds }) }
  }
  return out
}

/** Not inside an escape sequence: it would become another one, and no two terminals agree about what that does. */
function beside(fault: Fault, served: string): Fault {
  let { at = 0 } = fault
  while (at > 0 && /\u001b\[?\d*$/.test(served.slice(0, at))) at--
  return fault.at === undefined ? fault : { ...fault, at }
}

/** The planned commands most of the time, what the session itself sends now and then. */
function targets(
  random: Random,
  commands: readonly string[],
  told: boolean,
  enable: boolean,
): readonly string[] {
  if (random.chance(0.75)) return commands
  return [...SETUP, 'exit', ...(told ? [] : ['show version']), ...(enable ? ['enable'] : [])]
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map(item => ({ item, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

function bannerOf(random: Random): string {
  return random.pick(['Authorised access only', '***\n*  > enter at your own risk #\n***', 'motd#\n'])
}

const WORDS = [
  'Status:',
  'REGISTERED',
  'on',
  'Nov',
  '22',
  'license',
  'Gi1/0/1',
  '100%',
  '#',
  '>',
  'Überlingen',
  '...',
]

function answerOf(random: Random, command: string, platform: Platform, hostname: string): string {
  if (command === 'show version') return VERSION[platform]
  if (command === 'show clock') return '10:00:00.123 UTC Sun Nov 22 2026\n'
  const lines = Array.from({ length: random.int(1, random.chance(0.1) ? 200 : 12) }, () =>
    lineOf(random, hostname),
  )
  return `${lines.join('\n')}\n${command === 'show running-config' ? 'end\n' : ''}`
}

function lineOf(random: Random, hostname: string): string {
  const words = Array.from({ length: random.int(1, 9) }, () => random.pick(WORDS)).join(' ')
  return random.pick([
    words,
    words,
    words,
    words,
    `  ${words}`,
    '',
    `!${words}`,
    `${hostname}#show ${words}`,
    `${words}\t${words}`,
    `\u001b[1m${words}\u001b[0m tail`,
    `working...\b\b\bdone ${words}`,
    `old text\r${words}\u001b[K`,
    `bell\u0007 and nul\u0000 ${words}`,
  ])
}
