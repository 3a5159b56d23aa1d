// Which tests a device is asked to make of the way its licensing messages take, one after the other.
import type { Capture } from '../model/capture.ts'
import type { RuleContext } from '../model/facts/store.ts'
import type { ActiveTest } from '../model/plan.ts'
import { isPlatform, type Platform } from '../model/platform.ts'
import { readOutcome } from '../parse/connectivity/index.ts'
import { toLines } from '../parse/text.ts'
import { fillTestForm } from './test-form.ts'

/** The device's own next hop on the way to the licensing server, and how it is reached. */
export interface Way {
  readonly platform: Platform
  /** The proxy, where one is in use; else the server. */
  readonly host: string
  readonly port: number
  readonly proxy: boolean
  /** '' = global. */
  readonly vrf: string
  /** VRF the name is looked up in; undefined when no name is looked up. */
  readonly lookupVrf?: string
  /** Usable source interface in that VRF; '' when there is none. */
  readonly source: string
}

/** Undefined when not all of it is known: nothing is guessed at. */
export function wayOf(facts: RuleContext): Way | undefined {
  const platform = facts.device?.platform
  const { target, proxy, egress_vrf: vrf, needs_dns, resolver_vrf, source } = facts.derived ?? {}
  if (platform === undefined || !isPlatform(platform) || proxy?.in_use === undefined) return undefined
  const peer = proxy.in_use ? proxy : target
  if (peer?.host === undefined || peer.host === '' || peer.port === undefined || vrf === undefined)
    return undefined
  const usable =
    platform === 'ios-xe' && source?.exists === true && source.up === true && source.has_address === true
  return {
    platform,
    host: peer.host,
    port: peer.port,
    proxy: proxy.in_use,
    vrf,
    // From an interface that is down or in another VRF nothing is sent at all: that is found without a test.
    source: usable && source.vrf === vrf ? (source.name ?? '').replaceAll(' ', '') : '',
    ...(needs_dns === true && resolver_vrf !== undefined ? { lookupVrf: resolver_vrf } : {}),
  }
}

/**
 * A ping where licensing leaves, one where it asks for names when that is elsewhere, and a telnet to the port: last, as
 * it may cost the session. Without an address there is nothing to connect to; of a proxy's name the telnet still tells.
 * Values that do not fit their type give no test.
 */
export function* testsOf(way: Way): Generator<ActiveTest, void, Capture> {
  const { platform, host, port, vrf, source, lookupVrf } = way
  const values = {
    HOST: host,
    ...(vrf === '' ? {} : { VRF: vrf }),
    ...(source === '' ? {} : { IF: source }),
  }
  let unresolved = false
  const ping = fillTestForm(platform, 'ping', { ...values, ...bounds(platform) })
  if (ping !== undefined) unresolved = isUnresolved(yield { command: ping, tool: 'ping' })
  if (lookupVrf !== undefined && lookupVrf !== vrf) {
    const command = fillTestForm(platform, 'ping', {
      HOST: host,
      ...(lookupVrf === '' ? {} : { VRF: lookupVrf }),
      ...bounds(platform),
    })
    if (command !== undefined) yield { command, tool: 'ping' }
  }
  if (unresolved && !way.proxy) return
  const telnet = fillTestForm(platform, 'telnet', { ...values, PORT: String(port) })
  if (telnet !== undefined) yield { command: telnet, tool: 'telnet' }
}

function bounds(platform: Platform): { COUNT: string; SECONDS?: string } {
  // NX-OS and IOS XR wait two seconds an answer by themselves.
  return platform === 'ios-xe' ? { COUNT: '2', SECONDS: '2' } : { COUNT: '2' }
}

function isUnresolved({ status, text }: Capture): boolean {
  return status === 'ok' && readOutcome('ping', toLines(text))?.outcome === 'unresolved'
}
