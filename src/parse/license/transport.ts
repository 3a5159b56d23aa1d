// The `Transport:` block: type, address, proxy, VRF, and the deployment method they prove.
import { isNothing, orEmpty } from '../text.ts'
import type { Entry } from './entry.ts'
import { methodOf } from './method.ts'
import type { Section } from './sections.ts'
import { type LicenseContext, setAbsent, setFlag } from './values.ts'

const BASE = 'license.transport'

interface Address {
  readonly value: string
  readonly entry: Entry
}

export function readTransport(section: Section, context: LicenseContext): void {
  const { write } = context
  let type: { value: string; entry: Entry } | undefined
  let smart: Address | undefined
  let cslu: Address | undefined
  let proxyHost: string | undefined
  /** `Proxy:` and `VRF:` may carry their value on the next line. */
  let open = ''
  for (const entry of section.entries) {
    const owner = open
    open = ''
    switch (entry.key) {
      case 'type': {
        const value = transportType(entry.value)
        if (value === undefined) {
          write.unreadable(`${BASE}.type`, `\`${entry.value.slice(0, 40)}\` is not a known transport`)
          break
        }
        type = { value, entry }
        write.set(`${BASE}.type`, value, entry.lines)
        break
      }
      case 'url':
      case 'registration url':
        smart = { value: orEmpty(entry.value), entry }
        break
      case 'cslu address':
        cslu = { value: orEmpty(entry.value), entry }
        write.set(`${BASE}.cslu_url`, cslu.value, entry.lines)
        break
      case 'proxy':
        if (entry.value === '') open = 'proxy'
        else proxyHost = setProxyHost(entry.value, entry, context)
        break
      case 'address':
        proxyHost = setProxyHost(entry.value, entry, context)
        break
      case 'port':
        write.set(`${BASE}.proxy.port`, /^\d{1,5}$/.test(entry.value) ? Number(entry.value) : 0, entry.lines)
        break
      case 'vrf':
        if (entry.value === '') open = 'vrf'
        else write.set(`${BASE}.vrf`, orEmpty(entry.value), entry.lines)
        break
      case 'ip mode':
        write.set(`${BASE}.ip_mode`, orEmpty(entry.value), entry.lines)
        break
      case 'trust point':
        write.set(`${BASE}.trustpoint`, orEmpty(entry.value), entry.lines)
        break
      case 'server identity check':
        setFlag(write, `${BASE}.server_identity_check`, entry)
        break
      case '':
        if (owner === 'proxy' && isNothing(entry.text)) proxyHost = setProxyHost('', entry, context)
        if (owner === 'vrf') write.set(`${BASE}.vrf`, orEmpty(entry.text), entry.lines)
        break
    }
  }
  const address = type?.value === 'cslu' ? cslu : smart
  if (address !== undefined) write.set(`${BASE}.url`, address.value, address.entry.lines)
  if (type === undefined) return
  if (type.value === 'off') setAbsent(context, section, { [`${BASE}.url`]: '' })
  const method = methodOf({ type: type.value, url: address?.value, proxyHost })
  const proof = address === undefined ? type.entry.lines : [...type.entry.lines, ...address.entry.lines]
  if (method !== undefined) write.set('license.method', method, proof)
}

/** `Callhome`, `Smart`, `cslu`/`CSLU`, `Transport Off`. */
function transportType(value: string): string | undefined {
  if (/^call-?home/i.test(value)) return 'callhome'
  if (/^smart/i.test(value)) return 'smart'
  if (/^cslu/i.test(value)) return 'cslu'
  if (/^(transport )?off/i.test(value)) return 'off'
  return undefined
}

function setProxyHost(value: string, entry: Entry, { write }: LicenseContext): string {
  const host = orEmpty(value)
  const configured = host !== ''
  write.set(`${BASE}.proxy.configured`, configured, entry.lines)
  write.set(`${BASE}.proxy.host`, host, entry.lines)
  write.set(`${BASE}.proxy.enabled`, configured, entry.lines)
  if (!configured) write.set(`${BASE}.proxy.port`, 0, entry.lines)
  return host
}
