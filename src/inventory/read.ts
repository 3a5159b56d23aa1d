// An inventory file or folder to devices. Problems are collected, not thrown: `inventory validate` shows them all.
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { unreadable } from './file-problem.ts'
import { formatOf, type InventoryFormat } from './format.ts'
import { AnsibleGroups, type SideFiles } from './formats/ansible-groups.ts'
import { readAnsibleIni } from './formats/ansible-ini.ts'
import type { Variables } from './formats/ansible-vars.ts'
import { readAnsibleYaml, yamlVariables } from './formats/ansible-yaml.ts'
import { readList } from './formats/list.ts'
import { readNornir } from './formats/nornir.ts'
import type { Inventory, InventoryHost, InventoryProblem } from './types.ts'
import { isMapping, YamlLines } from './yaml-lines.ts'

const MAX_BYTES = 64 * 1_048_576
const YAML_NAME = /\.(?:ya?ml|json)$/i

export interface ReadInventory extends Inventory {
  readonly format: InventoryFormat
}

/**
 * @param format when the file does not tell
 * @throws Error when the file cannot be read or its format is not known
 */
export async function readInventory(path: string, format?: InventoryFormat): Promise<ReadInventory> {
  const info = await stat(path).catch((error: unknown) => {
    throw unreadable('the inventory', path, error)
  })
  if (info.isDirectory()) return checked(await readFolder(path), 'ansible')
  const text = await readText(path)
  const yaml =
    YAML_NAME.test(path) || format === 'smartlic' || format === 'nornir'
      ? new YamlLines(path, text)
      : undefined
  if (yaml !== undefined && yaml.problems.length > 0)
    return { ...EMPTY, problems: yaml.problems, format: 'smartlic' }
  const known = format ?? formatOf(path, text, yaml?.value)
  switch (known) {
    case 'smartlic': {
      const { readOwn } = await import('./formats/own.ts')
      return checked(readOwn(yaml ?? new YamlLines(path, text), path), known)
    }
    case 'csv': {
      const { readCsv } = await import('./formats/csv.ts')
      return checked(readCsv(text, path), known)
    }
    case 'ansible':
      return checked(await readAnsible([{ path, text }], dirname(path)), known)
    case 'nornir':
      return checked(await nornir(path, yaml ?? new YamlLines(path, text)), known)
    case 'list':
      return checked(readList(text, path), known)
    default:
      throw new Error(
        `${path} is no inventory this tool knows; write \`hosts:\` with one entry a device, or name its format with --inventory-format`,
      )
  }
}

const EMPTY: Inventory = {
  hosts: [],
  credentials: new Map(),
  jumps: new Map(),
  groupLimits: new Map(),
  problems: [],
}

async function readText(path: string): Promise<string> {
  const info = await stat(path)
  if (info.size > MAX_BYTES) throw new Error(`the inventory ${path} is over 64 MB; split it`)
  const data = await readFile(path).catch((error: unknown) => {
    throw unreadable('the inventory', path, error)
  })
  if (data.includes(0)) throw new Error(`the inventory ${path} is no text file`)
  return data.toString('utf8').replace(/^\uFEFF/, '')
}

interface TextFile {
  readonly path: string
  readonly text: string
}

/** A folder as Ansible reads it: every file in it, group_vars and host_vars beside them. */
async function readFolder(folder: string): Promise<Inventory> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter(entry => entry.isFile() && !/^\.|~$|\.(?:orig|bak|cfg|retry|pyc|md)$/.test(entry.name))
    .map(entry => entry.name)
    .sort()
  if (names.includes('hosts.yaml') && (names.includes('groups.yaml') || names.includes('defaults.yaml'))) {
    const path = join(folder, 'hosts.yaml')
    return nornir(path, new YamlLines(path, await readText(path)))
  }
  const files = await Promise.all(
    names.map(async name => ({ path: join(folder, name), text: await readText(join(folder, name)) })),
  )
  if (files.length === 0) throw new Error(`the folder ${folder} holds no inventory file`)
  return readAnsible(files, folder)
}

async function readAnsible(files: readonly TextFile[], folder: string): Promise<Inventory> {
  const groups = new AnsibleGroups(files[0]?.path ?? folder)
  for (const { path, text } of files) {
    if (!YAML_NAME.test(path)) {
      readAnsibleIni(text, path, groups)
      continue
    }
    const yaml = new YamlLines(path, text)
    readAnsibleYaml(yaml, path, groups)
    groups.problems.push(...yaml.problems)
  }
  const side: SideFiles = {
    groups: await variablesIn(join(folder, 'group_vars'), groups.problems),
    hosts: await variablesIn(join(folder, 'host_vars'), groups.problems),
  }
  return groups.inventory(side)
}

/** `NAME`, `NAME.yml` or a folder `NAME/` of such files, by name. A folder that is not there holds none. */
async function variablesIn(folder: string, problems: InventoryProblem[]): Promise<Map<string, Variables>> {
  const found = new Map<string, Variables>()
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    const paths = entry.isDirectory() ? (await readdir(path)).sort().map(name => join(path, name)) : [path]
    const merged = new Map<string, { value: unknown; place: { file: string; line?: number } }>()
    for (const one of paths.filter(file => /^$|\.(?:ya?ml|json)$/i.test(extname(file)))) {
      const yaml = new YamlLines(one, await readText(one))
      problems.push(...yaml.problems.map(problem => ({ ...problem, level: 'warning' as const })))
      if (isMapping(yaml.value))
        for (const [key, value] of yamlVariables(yaml, one, yaml.value, [])) merged.set(key, value)
    }
    found.set(entry.isDirectory() ? entry.name : basename(entry.name, extname(entry.name)), merged)
  }
  return found
}

async function nornir(path: string, hosts: YamlLines): Promise<Inventory> {
  const beside = async (name: string): Promise<YamlLines | undefined> => {
    for (const extension of ['.yaml', '.yml']) {
      const file = join(dirname(path), name + extension)
      const text = await readText(file).catch(() => undefined)
      if (text !== undefined) return new YamlLines(file, text)
    }
    return undefined
  }
  const [groups, defaults] = await Promise.all([beside('groups'), beside('defaults')])
  return readNornir(
    { hosts, ...(groups === undefined ? {} : { groups }), ...(defaults === undefined ? {} : { defaults }) },
    path,
  )
}

/** Names are unique and every address can be called; what cannot is an error with its line. */
function checked(inventory: Inventory, format: InventoryFormat): ReadInventory {
  const problems = [...inventory.problems]
  const seen = new Map<string, InventoryHost>()
  const hosts: InventoryHost[] = []
  for (const host of inventory.hosts) {
    const twin = seen.get(host.name)
    if (twin !== undefined) {
      const where = twin.place.line === undefined ? '' : ` (first in line ${twin.place.line})`
      problems.push({
        level: 'error',
        ...host.place,
        text: `a second device is called "${host.name}"${where}`,
      })
      continue
    }
    seen.set(host.name, host)
    const wrong = wrongHost(host)
    if (wrong === undefined) hosts.push(host)
    else problems.push({ level: 'error', ...host.place, text: `${host.name}: ${wrong}` })
  }
  return { ...inventory, hosts, problems, format }
}

/** Names go to the resolver, user names to the device: nothing hostile passes. */
function wrongHost(host: InventoryHost): string | undefined {
  if (!/^(?!-)[A-Za-z0-9._:%-]{1,253}$/.test(host.host))
    return `${JSON.stringify(host.host)} is neither a name nor an address`
  if (host.username !== undefined && /[\s:\u0000-\u001f\u007f]/.test(host.username))
    return 'a user name holds no blank and no colon'
  return /[\u0000-\u001f\u007f]/.test(host.name) ? 'its name holds control characters' : undefined
}
