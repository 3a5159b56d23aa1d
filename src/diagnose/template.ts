// `{{path | filter}}`: device values in messages and in lines to paste. Device text is hostile.
import { showTime } from '../model/facts/time.ts'

/** Filters of lines to paste: a value passes only when all of it has the filter's shape. */
export const FILTERS = ['interface', 'url', 'hostname', 'ip', 'name', 'number', 'https'] as const
export type Filter = (typeof FILTERS)[number]

export type TemplatePart = string | { readonly path: string; readonly filter?: Filter }

/** Splits a template. Problems: unclosed braces, malformed paths, unknown filters. */
export function parseTemplate(template: string): { parts: TemplatePart[]; problems: string[] } {
  const parts: TemplatePart[] = []
  const problems: string[] = []
  let rest = template
  while (rest !== '') {
    const open = rest.indexOf('{{')
    const close = rest.indexOf('}}', open + 2)
    if (open < 0) break
    if (close < 0) {
      problems.push('`{{` without `}}`; close it')
      break
    }
    if (open > 0) parts.push(rest.slice(0, open))
    const [path = '', filter, ...more] = rest
      .slice(open + 2, close)
      .split('|')
      .map(word => word.trim())
    if (!/^[a-z_][a-z0-9_]*(\.[a-z0-9_]+)*$/.test(path) || more.length > 0) {
      problems.push(`cannot read {{${rest.slice(open + 2, close)}}}: write {{path}} or {{path | filter}}`)
    } else if (filter !== undefined && !isFilter(filter)) {
      problems.push(`no such filter: ${filter} (there are ${FILTERS.join(', ')})`)
    } else {
      parts.push(filter === undefined ? { path } : { path, filter })
    }
    rest = rest.slice(close + 2)
  }
  if (rest !== '') parts.push(rest)
  return { parts, problems }
}

export type Lookup = (path: string) => unknown

/** For people: control characters removed, long values cut, lists joined with a comma. */
export function renderText(template: string, lookup: Lookup): string {
  return parseTemplate(template)
    .parts.map(part => {
      if (typeof part === 'string') return part
      const value = lookup(part.path)
      return part.filter === undefined ? textOf(value) : typed(value, part.filter, part.path)
    })
    .join('')
    .trim()
}

/** For pasting: every value goes through its filter; one that does not fit becomes a placeholder. Blank lines go. */
export function renderLines(template: string, lookup: Lookup): string[] {
  return template
    .split('\n')
    .map(line =>
      parseTemplate(line)
        // A value without a filter is refused when the rule is loaded; here it could only be a placeholder.
        .parts.map(part =>
          typeof part === 'string' ? part : typed(lookup(part.path), part.filter, part.path),
        )
        .join('')
        .trimEnd(),
    )
    .filter(line => line.trim() !== '')
}

/** Placeholders a person must fill in, in order of appearance. */
export function placeholdersIn(lines: readonly string[]): string[] {
  return [...new Set(lines.flatMap(line => line.match(/<[A-Z][A-Z0-9_-]{0,30}>/g) ?? []))]
}

/** One line without control characters and without characters that turn the direction of writing. */
export function plainText(text: string): string {
  const clean = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
  return clean.length > 300 ? `${clean.slice(0, 300)}…` : clean
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '(unknown)'
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : value.map(textOf).join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'object') return '(several values)'
  return value === '' ? '(none)' : plainText(showTime(String(value)))
}

const PLACEHOLDERS: Readonly<Record<Filter, string>> = {
  interface: '<INTERFACE>',
  url: '<URL>',
  https: '<URL>',
  hostname: '<HOST>',
  ip: '<IP>',
  name: '<NAME>',
  number: '<NUMBER>',
}

function typed(value: unknown, filter: Filter | undefined, path: string): string {
  if (filter === undefined) return '<VALUE>'
  const values = Array.isArray(value) ? value : [value]
  const shaped = values.map(one => SHAPES[filter](typeof one === 'number' ? String(one) : one))
  // Addresses may stand side by side on a line; of several names a person must choose one.
  const fits = shaped.length === 1 || (shaped.length > 1 && filter === 'ip')
  if (fits && !shaped.includes(undefined)) return shaped.join(' ')
  return filter === 'name' && /(^|[._])vrf(s_|$)/.test(path) ? '<VRF>' : PLACEHOLDERS[filter]
}

/** The value as it may be typed, or undefined when it has not the shape. */
const SHAPES: Readonly<Record<Filter, (value: unknown) => string | undefined>> = {
  interface: value => matching(value, /^[A-Za-z][A-Za-z-]{0,30} ?[0-9][A-Za-z0-9/.:]{0,40}$/),
  url: value => {
    const url = splitUrl(value)
    return url === undefined ? undefined : `${url.scheme}://${url.authority}${url.path}`
  },
  https: value => {
    const url = splitUrl(value)
    return url === undefined ? undefined : `https://${url.authority.replace(/:80$/, '')}${url.path}`
  },
  hostname: value => (typeof value === 'string' && isHost(value) ? value : undefined),
  ip: value => (typeof value === 'string' && (isIpv4(value) || isIpv6(value)) ? value : undefined),
  name: value => matching(value, /^[A-Za-z0-9_][A-Za-z0-9_.:@+/-]{0,127}$/),
  number: value => matching(value, /^-?\d{1,15}$/),
}

function matching(value: unknown, shape: RegExp): string | undefined {
  return typeof value === 'string' && shape.test(value) ? value : undefined
}

interface Url {
  readonly scheme: string
  readonly authority: string
  readonly path: string
}

/** Plain URLs only: no user, no query. A typed `?` asks an IOS device for help, and `@` may carry a password. */
function splitUrl(value: unknown): Url | undefined {
  if (typeof value !== 'string' || value.length > 512) return undefined
  const match =
    /^(https?):\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?(\/[A-Za-z0-9._~/+=,&:%-]*)?$/i.exec(value)
  const [, scheme = '', host = '', port = '', path = ''] = match ?? []
  if (match === null) return undefined
  if (host.startsWith('[') ? !isIpv6(host.slice(1, -1)) : !isHost(host)) return undefined
  return { scheme: scheme.toLowerCase(), authority: host + port, path }
}

function isHost(text: string): boolean {
  if (text.length > 253) return false
  return text
    .split('.')
    .every(label => label.length <= 63 && /^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9])?$/.test(label))
}

function isIpv4(text: string): boolean {
  const octets = text.split('.')
  return octets.length === 4 && octets.every(octet => /^\d{1,3}$/.test(octet) && Number(octet) <= 255)
}

function isIpv6(text: string): boolean {
  if (text.length > 45 || !/^[0-9A-Fa-f:.]+$/.test(text) || !text.includes(':')) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap(half => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1)
  const tail = last?.includes('.') === true ? 2 : 1
  if (tail === 2 && !isIpv4(last ?? '')) return false
  const hex = tail === 2 ? groups.slice(0, -1) : groups
  if (!hex.every(group => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false
  const size = hex.length + (tail === 2 ? 2 : 0)
  return halves.length === 2 ? size < 8 : size === 8
}

function isFilter(word: string): word is Filter {
  return (FILTERS as readonly string[]).includes(word)
}
