// The command that would settle a hop, in the platform's words. Device values are typed: what does not fit becomes a placeholder.
import { factAt } from '../../model/facts/store.ts'
import { renderText } from '../template.ts'
import type { Scene } from './scene.ts'

/** A note's end: what to type. */
export function settledBy(command: string): string {
  return `\`${command}\` settles it`
}

const VRF = '{{derived.egress_vrf | name}}'

/** In the VRF of the lookup, which is not always the one messages leave by. */
export function pingName(scene: Scene): string {
  const vrf = scene.facts.derived?.resolver_vrf ?? ''
  const name = '{{derived.lookup_name | hostname}}'
  return fill(scene, inVrf(scene, vrf, 'derived.resolver_vrf', `ping ${name}`))
}

/** From the source interface where the platform can name one. */
export function telnetPeer(scene: Scene): string {
  const peer = scene.facts.derived?.proxy?.in_use === true ? 'derived.proxy' : 'derived.target'
  const literal = /^[0-9.]+$|:/.test(scene.peer?.host ?? '')
  const goal = `{{${peer}.host | ${literal ? 'ip' : 'hostname'}}} {{${peer}.port | number}}`
  const vrf = scene.facts.derived?.egress_vrf ?? ''
  if (scene.facts.device?.platform !== 'ios-xe')
    return fill(scene, inVrf(scene, vrf, 'derived.egress_vrf', `telnet ${goal}`))
  const source = scene.facts.derived?.source?.name
  const from =
    source === undefined || source === '' ? '' : ' /source-interface {{derived.source.name | interface}}'
  return fill(scene, `telnet ${goal}${vrf === '' ? '' : ` /vrf ${VRF}`}${from}`)
}

export function showRoute(scene: Scene): string {
  const vrf = scene.facts.derived?.egress_vrf ?? ''
  switch (scene.facts.device?.platform) {
    case 'nx-os':
      return fill(scene, `show ip route 0.0.0.0/0${vrf === '' ? '' : ` vrf ${VRF}`}`)
    case 'ios-xr':
      return fill(scene, `show route${vrf === '' ? '' : ` vrf ${VRF}`} ipv4 0.0.0.0/0`)
    default:
      return fill(scene, `show ip route${vrf === '' ? '' : ` vrf ${VRF}`} 0.0.0.0`)
  }
}

/** NX-OS puts the VRF at the end of a ping or telnet; IOS XE and IOS XR right after the word. */
function inVrf(scene: Scene, vrf: string, path: string, command: string): string {
  if (vrf === '') return command
  const named = `vrf {{${path} | name}}`
  if (scene.facts.device?.platform === 'nx-os') return `${command} ${named}`
  const [word = '', ...rest] = command.split(' ')
  return `${word} ${named} ${rest.join(' ')}`
}

function fill(scene: Scene, template: string): string {
  return renderText(template, path => factAt(scene.facts, path))
}
