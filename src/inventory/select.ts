// Which devices of an inventory are meant: --limit.
import picomatch from 'picomatch'
import { nearest } from '../model/nearest.ts'
import type { InventoryHost } from './types.ts'

/**
 * Devices that match any of the terms, in the order of the inventory. A term is a device name or address, a group or
 * a tag, each with `*`, `?` and `[...]`; `group:X`, `tag:X` and `host:X` say which. `!term` takes away, `&term` keeps only
 * what matches it too (as in Ansible patterns).
 * @param limit terms separated by commas
 * @throws Error when a term matches nothing: a misspelt limit must not look like a finished run
 */
export function select(hosts: readonly InventoryHost[], limit: string): InventoryHost[] {
  const terms = limit
    .split(',')
    .map(term => term.trim())
    .filter(term => term !== '')
  if (terms.length === 0)
    throw new Error('--limit names nothing; give names, groups or tags separated by commas')
  const chosen = new Set<InventoryHost>()
  const positive = terms.filter(term => !/^[!&]/.test(term))
  for (const host of positive.length === 0 ? hosts : []) chosen.add(host)
  for (const term of positive) for (const host of matching(hosts, term)) chosen.add(host)
  for (const term of terms.filter(one => one.startsWith('&'))) {
    const kept = new Set(matching(hosts, term.slice(1)))
    for (const host of chosen) if (!kept.has(host)) chosen.delete(host)
  }
  for (const term of terms.filter(one => one.startsWith('!'))) {
    for (const host of matching(hosts, term.slice(1))) chosen.delete(host)
  }
  if (chosen.size === 0)
    throw new Error(
      `--limit ${JSON.stringify(limit)} leaves no device; \`smartlic inventory list\` shows them`,
    )
  return hosts.filter(host => chosen.has(host))
}

function matching(hosts: readonly InventoryHost[], term: string): InventoryHost[] {
  const kind = /^(host|group|tag):(.+)$/.exec(term)
  const pattern = kind?.[2] ?? term
  const fits = globOf(pattern)
  const found = hosts.filter(host => namesOf(host, kind?.[1]).some(name => fits(name)))
  if (found.length > 0) return found
  const names = [...new Set(hosts.flatMap(host => namesOf(host, kind?.[1])))]
  const near = nearest(pattern, names)
  throw new Error(
    `--limit: no device, group or tag matches ${JSON.stringify(term)}${near === undefined ? '; `smartlic inventory list` shows them' : `; did you mean "${near}"?`}`,
  )
}

function namesOf(host: InventoryHost, kind: string | undefined): string[] {
  if (kind === 'group') return [...host.groups]
  if (kind === 'tag') return [...host.tags]
  return kind === 'host' ? [host.name, host.host] : [host.name, host.host, ...host.groups, ...host.tags]
}

/** `*` any run, `?` one character, `[abc]`, `[a-f]`, `{a,b}`. Case does not count: host names have none. */
export function globOf(pattern: string): (text: string) => boolean {
  return picomatch(pattern, { dot: true, nocase: true, bash: true, nonegate: true })
}
