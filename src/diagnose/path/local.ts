// The hops on the device itself: mode, profile, url, vrf, source. Here the configuration may prove itself.
import { CLOUD_URL } from '../../parse/url.ts'
import { sameInterface } from '../derive/way.ts'
import { type Scene, seen, type Verdict, verdict } from './scene.ts'
import { settledBy } from './settle.ts'

/** Smart transport's only address at Cisco. */
const SMART_URL = 'https://smartreceiver.cisco.com/licservice/license'

export function mode(scene: Scene): Verdict {
  const license = scene.facts.license
  if (license?.generation === undefined) return verdict('unknown', settledBy('show license all'))
  if (license.enabled === false) return verdict('unknown', 'Smart Licensing is not enabled')
  if (license.generation !== 'policy') return seen(scene, license.generation, 'license.generation')
  const type = license.transport?.type
  if (type === undefined) return verdict('unknown', settledBy('show license all'))
  if (scene.facts.derived?.target?.url === '' && type !== 'off')
    return verdict('unknown', `transport ${type} without an address`)
  return seen(scene, `transport ${type}`, 'license.transport.type')
}

export function profile(scene: Scene): Verdict {
  const { callhome, derived, device } = scene.facts
  const names = derived?.smart_profiles
  const command =
    device?.platform === 'ios-xe' ? 'show call-home profile all' : 'show running-config callhome'
  if (names === undefined)
    return verdict('unknown', settledBy(device?.platform === 'ios-xr' ? 'show call-home detail' : command))
  if (names.length === 0) return verdict('unknown', 'no active profile reports licensing')
  if (callhome?.enabled === false) return verdict('unknown', 'call-home is not enabled')
  if (callhome?.enabled === undefined) return verdict('unknown', settledBy('show running-config'))
  const at = callhome.profiles?.findIndex(one => one.name === names[0]) ?? 0
  return seen(scene, `${names.join(', ')} active`, `callhome.profiles.${at}.active`, 'callhome.enabled')
}

export function url(scene: Scene): Verdict {
  const { derived } = scene.facts
  const target = derived?.target
  if (target?.url === undefined) return verdict('unknown', 'the address was not read')
  if (target.url === '') return verdict('unknown', 'no address')
  // Of an address in one's own network only an answer shows that it is the right one.
  return target.url === CLOUD_URL || target.url === SMART_URL
    ? seen(
        scene,
        target.url,
        derived?.uses_callhome === true ? 'derived.active_destinations.0' : 'license.transport.url',
      )
    : verdict('unknown', `${target.url}: no answer from there is known`)
}

export function vrf(scene: Scene): Verdict {
  const { derived, vrfs } = scene.facts
  const name = derived?.egress_vrf
  if (name === undefined) return verdict('unknown', settledBy('show running-config'))
  const listed = vrfs?.some(one => one.name === name)
  if (listed === undefined) return verdict('unknown', `${name}: ${settledBy('show running-config')}`)
  // That the source interface is in it is the next hop's business.
  return listed ? seen(scene, name, 'derived.egress_vrf') : verdict('unknown', `there is no VRF ${name}`)
}

export function source(scene: Scene): Verdict {
  const { derived } = scene.facts
  const own = derived?.source
  if (own?.name === undefined) return verdict('unknown', settledBy('show running-config'))
  if (own.exists === false) return verdict('unknown', `${own.name} is not on the device`)
  if (own.up === undefined || own.has_address === undefined)
    return verdict(
      'unknown',
      `${own.name}: ${settledBy(BRIEF[scene.facts.device?.platform ?? ''] ?? 'show ip interface brief')}`,
    )
  if (!own.up || !own.has_address)
    return verdict('unknown', `${own.name} is ${own.up ? 'without an address' : 'down'}`)
  if (own.vrf === undefined || derived?.egress_vrf === undefined)
    return verdict('unknown', `${own.name} is up, its VRF is not known`)
  if (own.vrf !== derived.egress_vrf)
    return verdict('unknown', `${own.name} is in another VRF than licensing`)
  return seen(scene, `${own.name} up`, interfacePath(scene))
}

const BRIEF: Readonly<Record<string, string>> = {
  'nx-os': 'show ip interface brief vrf all',
  'ios-xr': 'show ipv4 interface brief',
}

function interfacePath(scene: Scene): string {
  const name = scene.facts.derived?.source?.name ?? ''
  const at = scene.facts.interfaces?.findIndex(one => sameInterface(one.name ?? '', name)) ?? -1
  return at < 0 ? 'derived.source' : `interfaces.${at}.up`
}
