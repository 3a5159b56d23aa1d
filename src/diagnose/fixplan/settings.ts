// Commands of which a device keeps one value: a second line replaces the first.
import type { Platform } from '../../model/platform.ts'
import type { Statement } from './statement.ts'

/** Words before the value, by the first line around them; `*` stands for one word. */
const SINGLE: Readonly<Record<Platform, readonly (readonly [string, string])[]>> = {
  'ios-xe': [
    ['', 'ip http client source-interface'],
    ['', 'license smart transport'],
    ['', 'license smart url cslu'],
    ['', 'license smart url'],
    ['', 'license smart vrf'],
    ['', 'license smart proxy address'],
    ['', 'license smart proxy port'],
    ['call-home', 'vrf'],
    ['call-home', 'source-interface'],
    ['call-home', 'http-proxy'],
    ['call-home', 'http resolve-hostname'],
    ['call-home', 'contact-email-addr'],
    ['crypto pki trustpoint', 'revocation-check'],
    ['crypto pki trustpool policy', 'revocation-check'],
  ],
  'nx-os': [
    ['', 'ip http source-interface'],
    ['', 'license smart transport'],
    ['', 'license smart url cslu'],
    ['', 'license smart url smart'],
    ['callhome', 'transport http use-vrf'],
    ['callhome', 'transport http proxy server'],
    ['callhome', 'email-contact'],
    ['callhome', 'destination-profile * index * http'],
    ['callhome', 'destination-profile * transport-method'],
  ],
  'ios-xr': [
    ['', 'http client vrf'],
    ['', 'http client source-interface ipv4'],
    ['', 'http client source-interface ipv6'],
    ['', 'license smart transport'],
    ['', 'license smart url cslu'],
    ['', 'license smart url smart'],
    ['call-home', 'vrf'],
    ['call-home', 'source-interface'],
    ['call-home', 'http-proxy'],
    ['call-home', 'contact-email-addr'],
    ['crypto ca trustpoint', 'crl'],
  ],
}

/** What the line sets, when a device keeps one value of it; undefined for lines that stand beside each other. */
export function settingOf(platform: Platform, path: readonly string[], line: string): string | undefined {
  const [place = ''] = path
  const words = line.split(' ')
  const found = SINGLE[platform].find(
    ([around, command]) =>
      (around === '' ? path.length === 0 : place === around || place.startsWith(`${around} `)) &&
      command.split(' ').every((word, at) => word === '*' || word === words[at]),
  )
  if (found === undefined) return undefined
  const kept = found[1].split(' ').map((_, at) => words[at])
  return [...path, kept.join(' ')].join(' > ')
}

const TOPICS: readonly (readonly [RegExp, string])[] = [
  [/\bvrf\b/, 'which VRF reaches Cisco'],
  [/\bsource-interface\b/, 'which interface licensing sends from'],
  [/\bproxy\b/, 'which proxy licensing uses'],
  [/\bhttps?:\/\/|\burl\b|\bdestination\b/, 'which server receives the messages'],
  [/^license smart transport\b/, 'how licensing messages travel'],
  [/\bactive\b|\breporting\b|^profile\b/, 'which profile carries licensing data'],
]

/** What a person has to decide, for the end of a sentence. */
export function topicOf({ line }: Statement): string {
  return TOPICS.find(([shape]) => shape.test(line))?.[1] ?? 'which of the two is right'
}
