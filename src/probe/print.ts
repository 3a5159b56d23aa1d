// Results of probes as text: one line a result, printable ASCII, `kind key=value key="quoted value"`.

/** What a line can hold: results of probes are plain data. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: unknown }

/**
 * Written as they are; anything else is quoted as in JSON. What looks like a number or a truth value is quoted as
 * well, so that text stays text.
 */
const BARE = /^[A-Za-z0-9_.:/@+~-]{1,400}$/
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i
const KEY = /^[A-Za-z][A-Za-z0-9_-]{0,60}$/

/**
 * `dns server=192.0.2.53 outcome=answer addresses.0=198.51.100.7`: nested fields by dotted names, elements of a list
 * by their place, an empty list `[]`. Fields without a value, and those whose name is no plain word, are left out.
 */
export function printLine(kind: string, fields: Readonly<Record<string, unknown>>): string {
  const pairs: string[] = []
  flatten('', fields, pairs)
  return [kind, ...pairs].join(' ')
}

function flatten(path: string, value: unknown, pairs: string[]): void {
  const below = (key: string): string => (path === '' ? key : `${path}.${key}`)
  if (Array.isArray(value)) {
    if (value.length === 0) pairs.push(`${path}=[]`)
    value.forEach((element, index) => {
      flatten(below(String(index)), element, pairs)
    })
  } else if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([key, one]) => KEY.test(key) && hasValue(one))
    if (entries.length === 0 && path !== '') pairs.push(`${path}={}`)
    for (const [key, one] of entries) flatten(below(key), one, pairs)
  } else if (hasValue(value)) pairs.push(`${path}=${printValue(value)}`)
}

function hasValue(value: unknown): boolean {
  return (
    value !== null && (typeof value === 'number' ? Number.isFinite(value) : /^(s|b|o)/.test(typeof value))
  )
}

function printValue(value: unknown): string {
  if (typeof value !== 'string') return String(value === 0 ? 0 : value)
  if (BARE.test(value) && !NUMBER.test(value) && value !== 'true' && value !== 'false') return value
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
