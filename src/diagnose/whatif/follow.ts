// Facts that other commands tell and that follow from a change of configuration, or that it makes stale.
import { type FactStore, factAt, type RuleContext } from '../../model/facts/store.ts'
import { sameInterface } from '../derive/way.ts'
import { forget } from './patch.ts'

/** What `license smart url default` stands for (Smart Licensing Using Policy command reference). */
const SMART_URL = 'https://smartreceiver.cisco.com/licservice/license'

export interface Change {
  /** The device's facts with the changed configuration; changed in place. */
  readonly store: FactStore
  /** What the configuration tells before and after. */
  readonly before: FactStore
  readonly after: FactStore
  /** Lines that do something and leave no line. */
  readonly actions: readonly string[]
  readonly saved: boolean
}

/** Returns what was assumed, as sentences. */
export function follow(change: Change): string[] {
  transport(change)
  enabling(change)
  time(change)
  stale(change)
  if (change.actions.some(line => /^crypto (pki|ca) /i.test(line)))
    forget(change.store, 'pki.trustpool', 'what an import brings is seen on the device')
  const saved = change.store.facts.saved_config
  if (change.saved && saved !== undefined) Object.assign(saved, { unsaved: false, ever_saved: true })
  return interfaces(change)
}

function differs(change: Change, ...paths: readonly string[]): boolean {
  return paths.some(
    path =>
      JSON.stringify(factAt(change.before.facts, path)) !== JSON.stringify(factAt(change.after.facts, path)),
  )
}

/** `show license` prints the transport in use; the configuration decides it. */
function transport(change: Change): void {
  const license = change.store.facts.license
  if (license === undefined) return
  const configured = change.after.facts.license?.transport
  const base = 'license.transport'
  const changed = differs(
    change,
    `${base}.type`,
    `${base}.configured_smart_url`,
    `${base}.configured_cslu_url`,
  )
  if (changed) {
    license.transport ??= {}
    const now = license.transport as {
      -readonly [K in keyof typeof license.transport]: (typeof license.transport)[K]
    }
    // Without a line the device looks for a CSLU (IOS XE 17.3.2, NX-OS 10.2, IOS XR 7.4).
    if (differs(change, `${base}.type`) && configured?.type === undefined && license.generation === 'policy')
      now.type = 'cslu'
    if (configured?.configured_cslu_url !== undefined) now.cslu_url = configured.configured_cslu_url
    if (now.type === 'cslu') set(now, 'url', now.cslu_url)
    else if (now.type === 'smart' && configured?.configured_smart_url !== undefined)
      now.url = configured.configured_smart_url === '' ? SMART_URL : configured.configured_smart_url
    else if (now.type !== 'smart') delete now.url
  }
  if (changed || differs(change, 'callhome', 'http_client.proxy', `${base}.proxy`))
    forget(change.store, 'license.method', 'the change decides it')
}

function set<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void {
  if (value === undefined) delete target[key]
  else target[key] = value
}

/** Licensing that is switched on starts unregistered; all else about it is not known before. */
function enabling(change: Change): void {
  const path = 'license.smart_enable_configured'
  const { license } = change.store.facts
  if (license === undefined || !differs(change, path)) return
  const on = factAt(change.after.facts, path) === true
  if (on && (license.enabled === false || license.generation === 'traditional')) {
    const { smart_enable_configured, transport: kept } = license
    const fresh = {
      enabled: true,
      generation: 'classic',
      smart_enable_configured,
      ...(kept === undefined ? {} : { transport: kept }),
    }
    change.store.facts.license = fresh as NonNullable<RuleContext['license']>
  } else if (!on) forget(change.store, 'license.enabled', 'the change decides it')
}

function time(change: Change): void {
  if (!differs(change, 'ntp.servers', 'ntp.configured', 'clock.calendar_valid')) return
  const reason = 'whether the clock follows its time server is seen on the device'
  if (change.store.facts.ntp?.synchronised === false) forget(change.store, 'ntp.synchronised', reason)
  if (change.store.facts.clock?.authoritative === false) forget(change.store, 'clock.authoritative', reason)
}

/** Tests made before the change tell nothing of the way after it. */
function stale(change: Change): void {
  const reason = 'it was tested before the change'
  const names = differs(change, 'dns')
  const way = differs(
    change,
    'http_client',
    'vrfs',
    'routes',
    'interfaces',
    'callhome.vrf',
    'license.transport.vrf',
  )
  if (names || way) forget(change.store, 'connectivity', reason)
  if (names)
    for (const path of ['dns.resolvers', 'dns.lookups', 'probe.dns', 'probe.resolution'])
      forget(change.store, path, reason)
  // This computer then probed another path.
  if (differs(change, 'callhome.profiles', 'callhome.proxy', 'license.transport', 'http_client.proxy'))
    forget(change.store, 'probe', reason)
  if (way) forget(change.store, 'routing_tables', reason)
}

/** A port that was shut comes up when nothing else keeps it down, which the configuration cannot tell. */
function interfaces(change: Change): string[] {
  const assumed: string[] = []
  for (const was of change.before.facts.interfaces ?? []) {
    const name = was.name ?? ''
    const is = change.after.facts.interfaces?.find(one => one.name === name)
    if (was.up !== false || is === undefined || is.up === false) continue
    const now = change.store.facts.interfaces?.find(one => sameInterface(one.name ?? '', name))
    if (now === undefined) continue
    now.up = true
    assumed.push(`${name} is taken to come up: whether cable and far end agree, only the device shows`)
  }
  return assumed
}
