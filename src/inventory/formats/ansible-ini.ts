// Ansible's INI inventory: [groups], [group:children], [group:vars], ranges, variables behind a host.
import { isIPv6 } from 'node:net'
import type { AnsibleGroups } from './ansible-groups.ts'
import type { Variable } from './ansible-vars.ts'

const SECTION = /^\[([^\]:]+)(?::(children|vars|hosts))?\]\s*(?:[#;].*)?$/
/** A range of hosts longer than this is a slip of the finger. */
const MAX_RANGE = 10_000

/** Adds what the text says to `groups`; problems carry their line. */
export function readAnsibleIni(text: string, file: string, groups: AnsibleGroups): void {
  let group = 'ungrouped'
  let kind = 'hosts'
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const place = { file, line: i + 1 }
    const line = raw.trim()
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue
    const section = SECTION.exec(line)
    if (section !== null) {
      group = section[1]?.trim() ?? ''
      kind = section[2] ?? 'hosts'
      groups.group(group)
      continue
    }
    if (line.startsWith('[')) {
      groups.problems.push({
        level: 'error',
        ...place,
        text: `${JSON.stringify(line)} is no section; write [group], [group:children] or [group:vars]`,
      })
      continue
    }
    if (kind === 'children') groups.group(group).children.add(words(line)[0] ?? line)
    else if (kind === 'vars') {
      const equals = line.indexOf('=')
      if (equals < 0)
        groups.problems.push({
          level: 'error',
          ...place,
          text: `${JSON.stringify(line)} sets nothing; write name=value`,
        })
      else
        groups.group(group).variables.set(line.slice(0, equals).trim(), {
          value: unquoted(line.slice(equals + 1).trim()),
          place,
        })
    } else addHosts(line, group, place, groups)
  }
}

function addHosts(
  line: string,
  group: string,
  place: { file: string; line: number },
  groups: AnsibleGroups,
): void {
  const [pattern = '', ...settings] = words(line)
  const variables = new Map<string, Variable>()
  for (const setting of settings) {
    const equals = setting.indexOf('=')
    if (equals > 0) variables.set(setting.slice(0, equals), { value: setting.slice(equals + 1), place })
    else
      groups.problems.push({
        level: 'error',
        ...place,
        text: `${JSON.stringify(setting)} sets nothing; write name=value`,
      })
  }
  const names = expand(pattern)
  if (names === undefined) {
    groups.problems.push({
      level: 'error',
      ...place,
      text: `the range in ${JSON.stringify(pattern)} cannot be read; write [01:20] or [a:f]`,
    })
    return
  }
  for (const name of names) {
    const port = /^([^:]+):(\d{1,5})$/.exec(name)
    const own = new Map(variables)
    if (port?.[2] !== undefined && !own.has('ansible_port'))
      own.set('ansible_port', { value: port[2], place })
    groups.host(port?.[1] ?? name, group, own, place)
  }
}

/** Words of a line as a shell splits them; a `#` that begins a word ends the line. */
export function words(line: string): string[] {
  const found: string[] = []
  let word = ''
  let started = false
  let quote = ''
  for (const char of line) {
    if (quote !== '') {
      if (char === quote) quote = ''
      else word += char
    } else if (char === '"' || char === "'") {
      quote = char
      started = true
    } else if (/\s/.test(char)) {
      if (started) found.push(word)
      word = ''
      started = false
    } else if (char === '#' && !started) break
    else {
      word += char
      started = true
    }
  }
  if (started) found.push(word)
  return found
}

function unquoted(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value)
  return quoted?.[2] ?? value.replace(/\s+#.*$/, '')
}

/** `sw[01:03].net` to its names; several ranges multiply. Undefined when a range cannot be read. */
export function expand(pattern: string): string[] | undefined {
  const range = /^([^[]*)\[([^\]]*)\](.*)$/s.exec(pattern)
  // An IPv6 literal in brackets is no range.
  if (range === null || isIPv6(range[2] ?? '')) return [pattern]
  const [, before = '', inside = '', after = ''] = range
  const values = rangeValues(inside)
  const rest = values === undefined ? undefined : expand(after)
  if (values === undefined || rest === undefined || values.length * rest.length > MAX_RANGE) return undefined
  return values.flatMap(value => rest.map(tail => `${before}${value}${tail}`))
}

function rangeValues(inside: string): string[] | undefined {
  const parts = /^(\d+|[a-zA-Z]):(\d+|[a-zA-Z])(?::(\d+))?$/.exec(inside)
  if (parts === null) return undefined
  const [, from = '', to = '', step = '1'] = parts
  const digits = /^\d+$/.test(from)
  if (digits !== /^\d+$/.test(to) || Number(step) < 1) return undefined
  const start = digits ? Number(from) : from.charCodeAt(0)
  const end = digits ? Number(to) : to.charCodeAt(0)
  if (end < start || end - start > MAX_RANGE) return undefined
  const values: string[] = []
  for (let at = start; at <= end; at += Number(step))
    values.push(
      digits ? String(at).padStart(from.startsWith('0') ? from.length : 0, '0') : String.fromCharCode(at),
    )
  return values
}
