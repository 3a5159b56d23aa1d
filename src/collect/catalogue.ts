// What is collected from each platform: the exact commands, in the order they are sent.
import type { Platform } from '../model/platform.ts'

/** `mission`: always, and its absence is reported; `core`: always; `needed`: only when a rule asks for its facts. */
export type When = 'mission' | 'core' | 'needed'

export interface CatalogueEntry {
  /** Sent exactly as written; it is also the canonical name parsers use. */
  readonly command: string
  /** Tried in this order, until one answers, when the command is unknown to the device or denied. */
  readonly alternatives?: readonly string[]
  /** All sent when neither the command nor an alternative answers: together they hold the needed parts. */
  readonly fallback?: readonly string[]
  readonly when: When
  readonly limits: 'show' | 'tech'
}

// No `?` in an expression: typed in a shell it asks the device for help instead.

/** Log lines that bear on licensing. IOS takes the rest of the line as one expression; NX-OS wants it quoted. */
const LOG_FILTER = 'SMART_LIC|CALL_HOME|PKI-|SYS-6-CLOCKUPDATE|LICENSE|REDUNDANCY'

const iosXe: readonly CatalogueEntry[] = [
  { command: 'show version', when: 'core', limits: 'show' },
  { command: 'show clock detail', alternatives: ['show clock'], when: 'core', limits: 'show' },
  { command: 'show license all', alternatives: ['show license status'], when: 'mission', limits: 'show' },
  { command: 'show license summary', when: 'core', limits: 'show' },
  { command: 'show ntp status', when: 'core', limits: 'show' },
  { command: 'show call-home profile all', alternatives: ['show call-home'], when: 'core', limits: 'show' },
  { command: 'show call-home smart-licensing', when: 'core', limits: 'show' },
  { command: 'show ip interface brief', when: 'core', limits: 'show' },
  {
    command: 'show running-config',
    fallback: [
      'show running-config | section call-home',
      'show running-config | include ^license|^service call-home|^ip http client|^ip name-server|^ip domain|^no ip domain|^ip host|^ip route|^ntp|^clock',
      'show running-config | section ^crypto pki trustpoint',
      'show running-config | section ^ip vrf|^vrf definition',
      'show running-config | section ^interface',
    ],
    when: 'mission',
    limits: 'show',
  },
  {
    command: `show logging | include ${LOG_FILTER}`,
    alternatives: ['show logging'],
    when: 'core',
    limits: 'show',
  },
  { command: 'show crypto pki trustpool', when: 'needed', limits: 'show' },
  { command: 'show crypto key mypubkey rsa', when: 'needed', limits: 'show' },
  { command: 'show license eventlog', when: 'needed', limits: 'tech' },
  {
    command: 'show license tech support',
    alternatives: ['show tech-support license'],
    when: 'mission',
    limits: 'tech',
  },
]

const nxOs: readonly CatalogueEntry[] = [
  { command: 'show version', when: 'core', limits: 'show' },
  { command: 'show clock', when: 'core', limits: 'show' },
  { command: 'show license all', when: 'mission', limits: 'show' },
  { command: 'show license status', when: 'core', limits: 'show' },
  { command: 'show license usage', when: 'core', limits: 'show' },
  { command: 'show running-config callhome', when: 'mission', limits: 'show' },
  { command: 'show ntp peer-status', when: 'core', limits: 'show' },
  { command: 'show ip interface brief vrf all', when: 'core', limits: 'show' },
  {
    command: 'show running-config',
    fallback: [
      'show running-config | include "^license|^feature|^ip http|^ip name-server|^ip domain|^no ip domain|^ip host|^ip route|^ntp|^clock"',
      'show running-config | section "^vrf context"',
      'show running-config interface mgmt0',
    ],
    when: 'core',
    limits: 'show',
  },
  {
    command: `show logging logfile | include "${LOG_FILTER}|LICMGR|CALLHOME"`,
    alternatives: ['show logging logfile'],
    when: 'core',
    limits: 'show',
  },
  { command: 'show system internal mts buffers summary', when: 'needed', limits: 'show' },
  { command: 'show tech-support license', when: 'mission', limits: 'tech' },
]

// XR keeps classic Smart Licensing in the admin plane on 32-bit images and in exec on 64-bit ones: both are asked.
// `show tech-support ...` is left out: on XR it writes an archive to the device's disk.
const iosXr: readonly CatalogueEntry[] = [
  { command: 'show version', when: 'core', limits: 'show' },
  { command: 'show clock', when: 'core', limits: 'show' },
  { command: 'show license all', alternatives: ['admin show license all'], when: 'mission', limits: 'show' },
  { command: 'show license status', when: 'core', limits: 'show' },
  { command: 'admin show license status', when: 'mission', limits: 'show' },
  { command: 'admin show license register-status', when: 'core', limits: 'show' },
  { command: 'admin show license entitlement', when: 'core', limits: 'show' },
  { command: 'admin show license pool', when: 'core', limits: 'show' },
  { command: 'admin show license cert', when: 'core', limits: 'show' },
  { command: 'admin show license version', when: 'core', limits: 'show' },
  { command: 'show license platform summary', when: 'core', limits: 'show' },
  { command: 'show running-config call-home', when: 'mission', limits: 'show' },
  { command: 'show call-home detail', alternatives: ['show call-home'], when: 'core', limits: 'show' },
  { command: 'show call-home smart-licensing statistics', when: 'core', limits: 'show' },
  { command: 'show call-home trace error last 20', when: 'core', limits: 'show' },
  { command: 'show ntp status', when: 'core', limits: 'show' },
  { command: 'show running-config domain', when: 'core', limits: 'show' },
  { command: 'show running-config http client', when: 'core', limits: 'show' },
  { command: 'show running-config ntp', when: 'core', limits: 'show' },
  { command: 'show running-config clock', when: 'core', limits: 'show' },
  {
    command: 'show running-config crypto ca',
    alternatives: ['show running-config crypto'],
    when: 'core',
    limits: 'show',
  },
  { command: 'show running-config router static', when: 'core', limits: 'show' },
  { command: 'show running-config interface', when: 'core', limits: 'show' },
  { command: 'show running-config license', when: 'needed', limits: 'show' },
  { command: 'admin show running-config', when: 'needed', limits: 'show' },
  { command: 'show running-config vrf', when: 'needed', limits: 'show' },
  { command: 'show crypto ca trustpool', when: 'needed', limits: 'show' },
  { command: 'show ipv4 interface brief', when: 'core', limits: 'show' },
  {
    command: `show logging | include ${LOG_FILTER}`,
    alternatives: ['show logging'],
    when: 'core',
    limits: 'show',
  },
]

export const CATALOGUE: Readonly<Record<Platform, readonly CatalogueEntry[]>> = {
  'ios-xe': iosXe,
  'nx-os': nxOs,
  'ios-xr': iosXr,
}
