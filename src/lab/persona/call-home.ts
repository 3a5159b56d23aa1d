// Call-home as configured, shared by IOS XE and IOS XR: both build their show output from the same lines.
import { blocksNamed, setting, settings } from '../config-tree.ts'
import type { DeviceView } from '../view.ts'

export const CLOUD_URL = 'https://tools.cisco.com/its/service/oddce/services/DDCEService'

export interface CallHomeProfile {
  readonly name: string
  readonly active: boolean
  readonly reportsLicensing: boolean
  readonly reportsCallHome: boolean
  readonly anonymous: boolean
  readonly http: boolean
  readonly email: boolean
  readonly urls: readonly string[]
}

export interface CallHome {
  readonly profiles: readonly CallHomeProfile[]
  readonly vrf: string
  readonly sourceInterface: string
  readonly contact: string
  readonly proxy: string
  readonly identityCheck: boolean
}

/** What a device shows for CiscoTAC-1 before anyone configured it. */
const BUILT_IN: CallHomeProfile = {
  name: 'CiscoTAC-1',
  active: false,
  reportsLicensing: true,
  reportsCallHome: true,
  anonymous: false,
  http: true,
  email: false,
  urls: [CLOUD_URL],
}

/** CiscoTAC-1 is built in: it reports licensing unless told not to, and has the cloud address unless given another. */
export function callHomeOf(view: DeviceView): CallHome {
  const block = blocksNamed(view.blocks, 'call-home')[0]
  const onXe = view.device.persona === 'ios-xe'
  const configured = (block === undefined ? [] : [...block.children])
    .filter(child => child.line.trim().startsWith('profile '))
    .map(child => {
      const name = child.line.trim().slice('profile '.length).replaceAll('"', '')
      const builtIn = name === 'CiscoTAC-1'
      const urls = settings(child, 'destination address http')
      const says = (words: string): boolean => setting(child, words) !== undefined
      return {
        name,
        // A user's own profile on IOS XE is on unless switched off.
        active: says('active') || (onXe && !builtIn && !says('no active')),
        reportsLicensing:
          // IOS XR writes the reporting of the built-in profile out as well.
          says('reporting smart-licensing-data') ||
          (onXe && builtIn && !says('no reporting smart-licensing-data')),
        reportsCallHome: !says('no reporting smart-call-home-data'),
        anonymous: says('anonymous-reporting-only'),
        http: says('destination transport-method http'),
        email: !says('no destination transport-method email') && !says('destination transport-method http'),
        urls: urls.length > 0 || !builtIn || says('no destination address http') ? urls : [CLOUD_URL],
      }
    })
  return {
    profiles: configured.some(profile => profile.name === BUILT_IN.name)
      ? configured
      : [BUILT_IN, ...configured],
    vrf: setting(block, 'vrf') ?? '',
    sourceInterface: setting(block, 'source-interface') ?? '',
    contact:
      setting(block, 'contact-email-addr') ??
      (setting(block, 'contact smart-licensing') === undefined ? '' : 'smart-licensing'),
    proxy: setting(block, 'http-proxy') ?? '',
    identityCheck: setting(block, 'no http secure server-identity-check') === undefined,
  }
}

export const orNotSet = (text: string): string => (text === '' ? 'Not yet set up' : text)

/** `Address: x Port: n` of `http-proxy "x" port n`. */
export function proxyWords(proxy: string): string {
  const match = /^"?([^"\s]+)"? port (\d+)$/.exec(proxy)
  return match === null ? 'Not yet set up' : `Address: ${match[1]} Port: ${match[2]}`
}
