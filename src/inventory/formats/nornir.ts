// Nornir's SimpleInventory: hosts.yaml with groups.yaml and defaults.yaml beside it.
import { platformNamed } from '../platform-names.ts'
import { first, groupChain, portOf, present } from '../settings.ts'
import type { Inventory, InventoryHost } from '../types.ts'
import { isMapping, type Mapping, type YamlLines } from '../yaml-lines.ts'

export interface NornirFiles {
  readonly hosts: YamlLines
  readonly groups?: YamlLines
  readonly defaults?: YamlLines
}

/** What wins: the host, its groups in the order named, their groups, the defaults. */
export function readNornir(files: NornirFiles, file: string): Inventory {
  const mappingOf = (yaml: YamlLines | undefined): Mapping => (isMapping(yaml?.value) ? yaml.value : {})
  const groups = mappingOf(files.groups)
  const defaults = mappingOf(files.defaults)
  const groupNamed = (name: string): Mapping => (isMapping(groups[name]) ? groups[name] : {})
  const namesOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
  const hosts = Object.entries(mappingOf(files.hosts)).map(([name, value]): InventoryHost => {
    const own = isMapping(value) ? value : {}
    const at = [name]
    for (const group of namesOf(own['groups'])) {
      if (files.groups !== undefined && groups[group] === undefined)
        files.hosts.report('error', [...at, 'groups'], `${name}: groups.yaml has no group "${group}"`)
    }
    const chain = groupChain(namesOf(own['groups']), group => namesOf(groupNamed(group)['groups']))
    const layers = [own, ...chain.map(groupNamed), defaults]
    const pick = (key: string): unknown => first(...layers.map(layer => layer[key] ?? undefined))
    const text = (key: string): string | undefined => {
      const found = pick(key)
      return found === undefined || found === '' ? undefined : String(found)
    }
    if (layers.some(layer => layer['password'] !== undefined && layer['password'] !== null))
      files.hosts.report(
        'warning',
        at,
        `${name}: its password is not read; give it by prompt, file or command`,
      )
    const port = portOf(pick('port'))
    if (port === undefined && pick('port') !== undefined)
      files.hosts.report('error', [...at, 'port'], `${name}: ${JSON.stringify(pick('port'))} is no port`)
    const platformText = text('platform')
    const platform = platformText === undefined ? undefined : platformNamed(platformText)
    if (platformText !== undefined && platform === undefined)
      files.hosts.report(
        'warning',
        at,
        `${name}: platform "${platformText}" is not known here; it will be found out`,
      )
    const data = isMapping(own['data']) ? own['data'] : {}
    return {
      name,
      host: text('hostname') ?? name,
      groups: chain,
      tags: namesOf(data['tags']),
      jump: [],
      ...present('port', port),
      ...present('username', text('username')),
      ...present('platform', platform),
      place: { file, ...present('line', files.hosts.lineOf(at)) },
    }
  })
  const problems = [files.hosts, files.groups, files.defaults].flatMap(yaml => yaml?.problems ?? [])
  return { hosts, credentials: new Map(), jumps: new Map(), groupLimits: new Map(), problems }
}
