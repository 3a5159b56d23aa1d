// Readings two or three platforms share: the Call Home profile that carries licensing data, and `license smart ...`.
import { blocksNamed } from '../../config-tree.ts'
import type { CallHome } from '../../persona/call-home.ts'
import type { DeviceView } from '../../view.ts'
import { generationOf, type Silence } from './types.ts'

/**
 * The addresses of the profile that carries licensing data, or why there is none.
 * @param on the Call Home service is switched on
 * @param lenient several carriers do no harm (IOS XR)
 */
export function carrierOf(
  home: CallHome,
  on: boolean,
  lenient: boolean,
): { silence?: Silence; urls: string[] } {
  if (!on) return { silence: 'off', urls: [] }
  const active = home.profiles.filter(profile => profile.active)
  if (active.length === 0) return { silence: 'no-profile', urls: [] }
  const carriers = active.filter(profile => profile.reportsLicensing)
  if (carriers.length === 0) {
    const own = active.some(profile => profile.name === 'CiscoTAC-1')
    return { silence: own || lenient ? 'no-reporting' : 'user-profile', urls: [] }
  }
  const urls = carriers.flatMap(profile => profile.urls)
  if (carriers.length > 1 && !lenient) return { silence: 'several', urls }
  if (carriers.every(profile => !profile.http)) return { silence: 'method', urls }
  return { urls }
}

export interface LicenseTransport {
  readonly kind: 'callhome' | 'smart' | 'cslu' | 'off'
  readonly urls: readonly string[]
  readonly vrf: string
  readonly proxy?: { readonly host: string; readonly port: number }
  readonly identityCheck: boolean
}

const SMART_URL = 'https://smartreceiver.cisco.com/licservice/license'

/** `license smart transport|url|proxy|vrf`; the default transport is cslu, classic devices have Call Home only. */
export function licenseTransport(view: DeviceView): LicenseTransport {
  const values = (words: string): string[] =>
    blocksNamed(view.blocks, `license smart ${words}`).map(block =>
      block.line.slice(`license smart ${words} `.length).trim(),
    )
  const last = (words: string): string => values(words).at(-1) ?? ''
  const kind = generationOf(view) === 'classic' ? 'callhome' : kindOf(last('transport'))
  const own = values('url').filter(text => /^https?:/i.test(text))
  const url = kind === 'cslu' ? last('url cslu') : last('url smart') || (own.at(-1) ?? SMART_URL)
  const host = last('proxy address')
  return {
    kind,
    urls: kind === 'cslu' || kind === 'smart' ? [url] : [],
    vrf: last('vrf'),
    ...(host === '' ? {} : { proxy: { host, port: Number(last('proxy port') || '80') } }),
    identityCheck: !view.blocks.some(block => block.line === 'no license smart server-identity-check'),
  }
}

function kindOf(text: string): LicenseTransport['kind'] {
  return text === 'smart' || text === 'callhome' || text === 'off' ? text : 'cslu'
}
