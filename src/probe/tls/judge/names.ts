// Does a certificate name the host of the URL?
import { isIP } from 'node:net'
import type { NameJudgement, NameVerdict, TlsCertificate } from '../../../model/probe/tls.ts'

const SHOWN = 20

/**
 * RFC 6125 for alternative names: whole labels, one `*` as the whole leftmost label; an address needs an `ip` entry. The
 * common name comes last: IOS XE accepts it, and Cisco's set-up of an on-premises server asks for the URL's host or address
 * as common name (Smart Licensing Using Policy, "HTTP URL as CN"; failure catalogue tls-name-mismatch).
 */
export function judgeNames(certificate: TlsCertificate | undefined, urlHost: string): NameJudgement {
  const host = plain(urlHost)
  const hostIsAddress = isIP(host) !== 0
  const alternatives = certificate?.altNames.filter(name => name.kind === 'dns' || name.kind === 'ip') ?? []
  const common = certificate?.commonNames ?? []
  const found = hostIsAddress
    ? byAddress(alternatives, host)
    : byName(
        alternatives.filter(name => name.kind === 'dns').map(name => name.value),
        host,
      )
  const cn = common.find(name => plain(name) === host || (!hostIsAddress && covers(name, host)))
  const [verdict, by]: readonly [NameVerdict, string] =
    found ??
    (cn !== undefined
      ? ['common-name-only', cn]
      : [alternatives.length + common.length === 0 ? 'unusable' : 'mismatch', ''])
  const named = [...new Set([...alternatives.map(name => name.value), ...common])].slice(0, SHOWN)
  return { verdict, host, hostIsAddress, by, named }
}

type Found = readonly [NameVerdict, string] | undefined

function byAddress(names: TlsCertificate['altNames'], host: string): Found {
  const same = names.find(name => name.kind === 'ip' && canonical(name.value) === canonical(host))
  return same === undefined ? undefined : ['match', same.value]
}

function byName(names: readonly string[], host: string): Found {
  const same = names.find(name => plain(name) === host)
  if (same !== undefined) return ['match', same]
  const wild = names.find(name => covers(name, host))
  return wild === undefined ? undefined : ['wildcard', wild]
}

/** `*.example.net` covers one label, and never a whole top-level domain. */
function covers(pattern: string, host: string): boolean {
  const [star, ...rest] = plain(pattern).split('.')
  const [first = '', ...labels] = host.split('.')
  return star === '*' && rest.length >= 2 && first !== '' && rest.join('.') === labels.join('.')
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '').replace(/^\[/, '').replace(/\]$/, '')
}

/** One spelling for an IPv6 address. */
function canonical(address: string): string {
  if (isIP(address) !== 6) return address
  try {
    return new URL(`http://[${address}]`).hostname
  } catch {
    return address
  }
}
