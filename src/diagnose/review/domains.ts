// The values a fact may have, as its description in the fact schema lists them.
import { GENERATIONS, METHODS, PLATFORMS } from '../../model/platform.ts'
import type { Domain } from './satisfy.ts'

const FIXED: Readonly<Record<string, readonly string[]>> = {
  'device.platform': PLATFORMS,
  'license.generation': GENERATIONS,
  'license.method': [...METHODS, ''],
}

/** Known absent is '' whatever the description lists. */
const ABSENT = ''

/** Reads `a | b | c` out of the descriptions; a list that ends in words (`or as printed`) is open and gives nothing. */
export function domainsOf(
  facts: readonly { readonly path: string; readonly type: string; readonly meaning: string }[],
): Domain {
  const domains = new Map<string, readonly string[]>(Object.entries(FIXED))
  for (const { path, type, meaning } of facts) {
    if (domains.has(path)) continue
    if (type === 'bool') domains.set(path, ['true', 'false'])
    if (type !== 'string') continue
    const values = valuesIn(meaning)
    if (values !== undefined) domains.set(path, [...new Set([...values, ABSENT])])
  }
  return path => domains.get(path)
}

function valuesIn(meaning: string): string[] | undefined {
  // A branch's own description may stand in front of the fact's.
  const found = /(?:^|: )((?:[A-Za-z0-9-]+ \| )+(?:""|[A-Za-z0-9-]+))(.*)$/.exec(meaning)
  if (found === null) return undefined
  const [, list = '', rest = ''] = found
  const values = list.split(' | ').map(value => (value === '""' ? '' : value))
  return rest === '' || /^[:,;]/.test(rest) || values.includes('') ? values : undefined
}
