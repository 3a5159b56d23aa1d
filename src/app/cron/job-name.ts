// Which job a run belongs to: runs of one job do not overlap and are compared with each other.
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'

export interface JobTargets {
  /** HOST arguments. */
  readonly hosts: readonly string[]
  readonly inventory?: string
  readonly limit?: string
}

/** @throws Error when the name cannot be that of a file */
export function jobNameOf(name: string | undefined, targets: JobTargets): string {
  if (name === undefined) return derivedName(targets)
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name))
    throw new Error(
      '--job takes letters, digits, dots, dashes and underscores, at most 64, and begins with a letter or digit',
    )
  return name
}

/** The same devices named in another order are the same job; a file is known by its full path. */
function derivedName({ hosts, inventory, limit }: JobTargets): string {
  const named = hosts.map(host => (host.startsWith('@') ? `@${resolve(host.slice(1))}` : host)).sort()
  const parts = [named, inventory === undefined ? '' : resolve(inventory), limit ?? '']
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 10)
  const [first = inventory ?? ''] = named
  const word = first
    .replace(/^.*[@/\\]/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30)
  return `${word === '' ? 'check' : word}-${hash}`
}
