// The tool's own YAML inventory.
import { nearest } from '../../model/nearest.ts'
import { inventorySchema, type OwnInventory, type Settings } from '../schema.ts'
import { first, groupChain, present, unique } from '../settings.ts'
import type { Inventory, InventoryHost } from '../types.ts'
import type { YamlLines } from '../yaml-lines.ts'

type Path = readonly (string | number)[]

/** Reads a document; what is wrong goes into `problems` with its line. */
export function readOwn(yaml: YamlLines, file: string): Inventory {
  const parsed = inventorySchema.safeParse(yaml.value)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const path = issue.path.filter((key): key is string | number => typeof key !== 'symbol')
      const at = issue.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path
      yaml.report('error', at, `${path.join('.') || 'the file'}: ${wording(issue)}`)
    }
    return {
      hosts: [],
      credentials: new Map(),
      jumps: new Map(),
      groupLimits: new Map(),
      problems: yaml.problems,
    }
  }
  return new Reader(parsed.data, yaml, file).read()
}

const KEYS = Object.keys(inventorySchema.shape.hosts.valueType.unwrap().shape)

function wording(issue: { code: string; message: string; keys?: readonly string[] }): string {
  if (issue.code !== 'unrecognized_keys') return issue.message
  const key = issue.keys?.[0] ?? ''
  if (/pass(word)?$|secret/i.test(key))
    return `"${key}" is refused: a secret does not belong into an inventory; use password_command, password_file or password_env of a credential`
  const near = nearest(key, KEYS)
  return `unknown key "${key}"${near === undefined ? '' : `; did you mean "${near}"?`}`
}

class Reader {
  private readonly data: OwnInventory
  private readonly yaml: YamlLines
  private readonly file: string

  constructor(data: OwnInventory, yaml: YamlLines, file: string) {
    this.data = data
    this.yaml = yaml
    this.file = file
  }

  read(): Inventory {
    const { credentials = {}, jumps = {}, groups = {} } = this.data
    this.settings(this.data.defaults ?? {}, ['defaults'])
    for (const [name, group] of Object.entries(groups)) {
      this.settings(group, ['groups', name])
      this.known(group.groups, Object.keys(groups), 'group', ['groups', name, 'groups'])
    }
    for (const [name, jump] of Object.entries(jumps))
      this.known(jump.credential, Object.keys(credentials), 'credential', ['jumps', name, 'credential'])
    const limits = Object.entries(groups).flatMap(([name, group]) =>
      group.limit === undefined ? [] : [[name, group.limit] as const],
    )
    return {
      hosts: Object.entries(this.data.hosts).map(([name, host]) => this.host(name, host ?? {})),
      credentials: new Map(Object.entries(credentials).map(([name, source]) => [name, definedOnly(source)])),
      jumps: new Map(Object.entries(jumps).map(([name, jump]) => [name, definedOnly(jump)])),
      groupLimits: new Map(limits),
      problems: this.yaml.problems,
    }
  }

  private host(name: string, own: NonNullable<OwnInventory['hosts'][string]>): InventoryHost {
    const groups = this.data.groups ?? {}
    const path = ['hosts', name]
    this.settings(own, path)
    this.known(own.groups, Object.keys(groups), 'group', [...path, 'groups'])
    const chain = groupChain(own.groups ?? [], group => groups[group]?.groups ?? [])
    const layers: readonly Settings[] = [
      own,
      ...chain.flatMap(group => groups[group] ?? []),
      this.data.defaults ?? {},
    ]
    const pick = <K extends keyof Settings>(key: K): Settings[K] => first(...layers.map(layer => layer[key]))
    const jump = pick('jump')
    const line = this.yaml.lineOf(path)
    return {
      name,
      host: own.host ?? name,
      groups: chain,
      tags: unique(layers.flatMap(layer => layer.tags ?? [])),
      jump: jump === undefined ? [] : typeof jump === 'string' ? [jump] : jump,
      ...present('port', pick('port')),
      ...present('username', pick('username')),
      ...present('platform', pick('platform')),
      ...present('credential', pick('credential')),
      ...present('timeout', pick('timeout')),
      ...present('legacyCrypto', pick('legacy_crypto')),
      place: { file: this.file, ...present('line', line) },
    }
  }

  /** References into the other parts of the file. */
  private settings(settings: Settings, path: Path): void {
    this.known(settings.credential, Object.keys(this.data.credentials ?? {}), 'credential', [
      ...path,
      'credential',
    ])
  }

  private known(
    wanted: string | readonly string[] | undefined,
    there: readonly string[],
    what: string,
    path: Path,
  ): void {
    for (const name of typeof wanted === 'string' ? [wanted] : (wanted ?? [])) {
      if (there.includes(name)) continue
      const near = nearest(name, there)
      this.yaml.report(
        'error',
        path,
        `no ${what} is called "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
      )
    }
  }
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

function definedOnly<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Defined<T>
}
