// The only forms in which a test from the device may be typed, and the values that fit into them.
import { PLATFORMS, type Platform } from '../model/platform.ts'

/** What stands in the place of a value in a form. */
export const PLACES = ['HOST', 'PORT', 'VRF', 'IF', 'COUNT', 'SECONDS'] as const
export type Place = (typeof PLACES)[number]

/**
 * Complete commands: nothing may stand before, between or behind their words. IOS XE alone names a source interface.
 * A traceroute is none of them: NX-OS and IOS XR give it no bound that is short enough.
 */
export const TEST_FORMS: Readonly<Record<Platform, readonly string[]>> = {
  'ios-xe': [
    'ping HOST repeat COUNT timeout SECONDS',
    'ping HOST source IF repeat COUNT timeout SECONDS',
    'ping vrf VRF HOST repeat COUNT timeout SECONDS',
    'ping vrf VRF HOST source IF repeat COUNT timeout SECONDS',
    'telnet HOST PORT',
    'telnet HOST PORT /source-interface IF',
    'telnet HOST PORT /vrf VRF',
    'telnet HOST PORT /vrf VRF /source-interface IF',
  ],
  'nx-os': [
    'ping HOST count COUNT',
    'ping HOST vrf VRF count COUNT',
    'telnet HOST PORT',
    'telnet HOST PORT vrf VRF',
  ],
  'ios-xr': [
    'ping HOST count COUNT',
    'ping vrf VRF HOST count COUNT',
    'telnet HOST PORT',
    'telnet vrf VRF HOST PORT',
  ],
}

const FORMS: readonly (readonly string[])[] = [
  ...new Set(PLATFORMS.flatMap(platform => TEST_FORMS[platform])),
].map(form => form.split(' '))

const ADDRESS4 = /^(?:\d{1,3}\.){3}\d{1,3}$/
const ADDRESS6 = /^(?=[^:]*:[^:]*:)[0-9A-Fa-f:]{2,39}(?:(?<=:)(?:\d{1,3}\.){3}\d{1,3})?$/
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/
/** Words a `ping` or `telnet` takes where the host stands; each may be cut short. */
const KEYWORDS = [
  'atm appletalk bulk clns control-plane decnet ethernet fabricpath ip ipv4 ipv6 ipx local mpls mpls-tp multicast',
  'novell nve oam pseudowire srb sr-mpls srv6 tag vines vrf wsma xns x121 x28',
]
  .join(' ')
  .split(' ')

/** An address, a dotted name, or a single label no keyword can be read into (`cslu-local`, `ssm01`). */
export function isTestHost(text: string): boolean {
  if (ADDRESS4.test(text)) return text.split('.').every(part => Number(part) <= 255)
  if (text.includes(':')) return ADDRESS6.test(text)
  const labels = text.split('.')
  // All digits and dots that are no address: the device might take it for one all the same.
  if (text.length > 253 || !labels.every(label => LABEL.test(label)) || /^[\d.]+$/.test(text)) return false
  return labels.length > 1 || (/[\d-]/.test(text) && !readsAsKeyword(text))
}

function readsAsKeyword(text: string): boolean {
  return KEYWORDS.some(keyword => keyword.startsWith(text.toLowerCase()))
}

/** A server's or a proxy's: web ports, and no other one below 1024. */
export function isTestPort(text: string): boolean {
  const port = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0
  return port === 80 || port === 443 || (port >= 1_024 && port <= 65_535)
}

export function isVrfName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}$/.test(text)
}

/** Without blanks: `Vlan27`, `GigabitEthernet0/0/1.100`, `MgmtEth0/RP0/CPU0/0`. */
export function isInterfaceName(text: string): boolean {
  return /^[A-Za-z][A-Za-z-]{0,30}\d[A-Za-z0-9/.:]{0,40}$/.test(text)
}

const FITS: Readonly<Record<Place, (text: string) => boolean>> = {
  HOST: isTestHost,
  PORT: isTestPort,
  VRF: isVrfName,
  IF: isInterfaceName,
  COUNT: text => /^[1-5]$/.test(text),
  SECONDS: text => /^[1-5]$/.test(text),
}

const isPlace = (word: string): word is Place => (PLACES as readonly string[]).includes(word)

/** True when the command is one of the forms, each value of its type. */
export function fitsTestForm(command: string): boolean {
  const words = command.split(' ')
  return FORMS.some(
    form =>
      form.length === words.length &&
      form.every((part, at) => {
        const word = words[at] ?? ''
        return isPlace(part) ? FITS[part](word) : part === word
      }),
  )
}

/**
 * The form with exactly these values, filled in.
 * @returns undefined when the platform has no such form or a value is not of its type
 */
export function fillTestForm(
  platform: Platform,
  tool: 'ping' | 'telnet',
  values: Partial<Readonly<Record<Place, string>>>,
): string | undefined {
  const given = PLACES.filter(place => values[place] !== undefined)
  const form = TEST_FORMS[platform].find(one => {
    const words = one.split(' ')
    const places = words.filter(isPlace)
    return words[0] === tool && places.length === given.length && given.every(place => places.includes(place))
  })
  if (form === undefined || !given.every(place => FITS[place](values[place] ?? ''))) return undefined
  return form
    .split(' ')
    .map(word => (isPlace(word) ? (values[word] ?? '') : word))
    .join(' ')
}
