// Name servers and their answers, the questions for IPv4 and IPv6 addresses together.
import type { FactWriter } from '../contract.ts'
import { at, flag, text, texts } from './fields.ts'
import type { ProbeRow } from './index.ts'

export function dnsFacts(rows: readonly ProbeRow[], start: ProbeRow, write: FactWriter): void {
  const servers = new Map<string, ProbeRow[]>()
  for (const row of rows) {
    // With a search domain another name is asked for: the summary tells of it.
    if (row.kind !== 'dns' || (text(row, 'domain') ?? '') !== '') continue
    const key = ['server', 'port', 'vrf', 'of'].map(field => String(at(row, field))).join(' ')
    servers.set(key, [...(servers.get(key) ?? []), row])
  }
  const elements = [...servers.values()].map(own => ({
    value: serverOf(own),
    lines: own.map(row => row.line),
  }))
  elements.forEach(({ value: { outcome, vrf } }, index) => {
    if (outcome === undefined)
      write.unreadable(
        `probe.dns.${index}.outcome`,
        `the name server lies in VRF ${vrf}, where this computer may not be`,
      )
  })
  write.setEach('probe.dns', elements, start.line)
  const summary = rows.find(row => row.kind === 'name')
  if (summary !== undefined) write.set('probe.resolution', resolutionOf(summary), summary.line)
  else write.set('probe.resolution', NO_NAME, start.line)
}

/** The host is an address. */
const NO_NAME = {
  name: '',
  device: 'none',
  computer: 'none',
  agreement: 'unknown',
  differences: [],
  only_ipv6: false,
  static_hosts: [],
  search: 'unknown',
  domain: '',
}

function serverOf(rows: readonly ProbeRow[]): Readonly<Record<string, unknown>> {
  const [first] = rows
  if (first === undefined) return {}
  const outcome = outcomeOf(rows)
  const elsewhere = outcome !== undefined && SILENT.has(outcome) && (text(first, 'vrf') ?? '') !== ''
  return {
    server: text(first, 'server'),
    of: text(first, 'of'),
    vrf: text(first, 'vrf'),
    name: text(first, 'host'),
    ...(elsewhere ? {} : { outcome }),
    addresses: [...new Set(rows.flatMap(addressesOf))],
    aliases: [...new Set(rows.flatMap(row => texts(row, 'cnames') ?? []))],
    slow: rows.some(row => flag(row, 'slow') === true),
    conclusive: rows.some(row => flag(row, 'conclusive') === true),
  }
}

/** Silence in a VRF: another host, or none, has that address where this computer is. */
const SILENT: ReadonlySet<string> = new Set(['no-answer', 'unreachable', 'not-sent', 'tcp-only'])

/** A server with an IPv4 address answers; without one, what it said of IPv4 counts: few devices have IPv6 out. */
function outcomeOf(rows: readonly ProbeRow[]): string | undefined {
  const of = (type: string): string | undefined => {
    const row = rows.find(one => text(one, 'type') === type)
    return row === undefined ? undefined : text(row, 'outcome')
  }
  const a = of('A')
  const aaaa = of('AAAA')
  if (a === 'no-data' && aaaa === 'answered') return 'ipv6-only'
  return a === undefined || (aaaa === 'answered' && a !== 'answered') ? aaaa : a
}

export function addressesOf(row: ProbeRow): string[] {
  const list = at(row, 'addresses')
  if (!Array.isArray(list)) return []
  return list.flatMap(one => text(one ?? {}, 'address') ?? [])
}

function resolutionOf(row: ProbeRow): Record<string, unknown> {
  const list = (path: string): readonly Record<string, unknown>[] => {
    const value = at(row, path)
    return Array.isArray(value) ? value.filter(one => typeof one === 'object' && one !== null) : []
  }
  return {
    name: text(row, 'host'),
    device: text(row, 'device'),
    computer: text(row, 'computer'),
    agreement: text(row, 'agreement'),
    differences: [...new Set(list('differences').flatMap(one => text(one, 'kind') ?? []))],
    only_ipv6: flag(row, 'onlyIpv6'),
    static_hosts: list('statics').map(one => ({
      address: text(one, 'address'),
      state: text(one, 'state'),
      balanced: flag(one, 'balanced'),
    })),
    search: text(row, 'search'),
    domain: text(row, 'domain'),
  }
}
