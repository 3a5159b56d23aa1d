// Use case: which devices a command line means: HOST arguments, @FILE, --inventory, --limit.

import { readFile } from 'node:fs/promises'
import { unreadable } from '../inventory/file-problem.ts'
import type { InventoryFormat } from '../inventory/format.ts'
import { parseHost } from '../inventory/hosts.ts'
import { readInventory } from '../inventory/read.ts'
import { select } from '../inventory/select.ts'
import { errorsOf, present } from '../inventory/settings.ts'
import {
  type CredentialSource,
  describeProblem,
  type InventoryHost,
  type InventoryProblem,
  type JumpHost,
} from '../inventory/types.ts'
import { shellWord } from '../report/shell.ts'

export interface DeviceSelection {
  /** `[user@]host[:port]`, a name of the inventory, or `@FILE`. */
  readonly hosts: readonly string[]
  readonly inventory?: string
  readonly format?: InventoryFormat
  readonly limit?: string
  /** A saved JSON report: only devices that could not be read in it. */
  readonly retryFailed?: string
}

export interface Devices {
  readonly devices: readonly InventoryHost[]
  readonly credentials: ReadonlyMap<string, CredentialSource>
  readonly jumps: ReadonlyMap<string, JumpHost>
  readonly groupLimits: ReadonlyMap<string, number>
  /** Warnings of the inventories, one line each. */
  readonly notes: readonly string[]
}

/**
 * Every device once, in the order named. A HOST that is a name of the inventory takes its settings from there; without
 * HOST arguments the whole inventory is meant.
 * @throws Error when an argument is no host, an inventory cannot be used, or the limit leaves nothing
 */
export async function devicesOf(selection: DeviceSelection): Promise<Devices> {
  const gathered = new Gathered()
  const inventory =
    selection.inventory === undefined ? [] : await gathered.read(selection.inventory, selection.format)
  const found: InventoryHost[] = []
  for (const argument of selection.hosts) {
    if (argument.startsWith('@')) found.push(...(await gathered.read(fileOf(argument), selection.format)))
    else found.push(...named(argument, inventory))
  }
  const all = selection.hosts.length === 0 ? inventory : found
  const devices = once(all)
  if (devices.length === 0)
    throw new Error(
      selection.inventory === undefined && selection.hosts.length === 0
        ? 'no device is named: give user@host:port, @FILE or --inventory FILE; `smartlic check --help` shows examples'
        : 'the inventory holds no device',
    )
  const limited = selection.limit === undefined ? devices : select(devices, selection.limit)
  return {
    ...gathered.parts(),
    devices: selection.retryFailed === undefined ? limited : await failedIn(selection.retryFailed, limited),
  }
}

function fileOf(argument: string): string {
  const path = argument.slice(1)
  if (path === '') throw new Error('"@" names no file; write @devices.txt or @inventory.yaml')
  return path
}

/** The inventory's own entry, else a host as typed. */
function named(argument: string, inventory: readonly InventoryHost[]): InventoryHost[] {
  const own = inventory.filter(host => host.name === argument)
  if (own.length > 0) return own
  const { name, host, port, username } = parseHost(argument)
  const entry = inventory.find(one => one.name === host)
  return [
    {
      ...(entry ?? { host, groups: [], tags: [], jump: [], place: { file: 'the command line' } }),
      name: entry?.name ?? name,
      ...present('port', port ?? entry?.port),
      ...present('username', username ?? entry?.username),
    },
  ]
}

/** One device named twice is read once. */
function once(hosts: readonly InventoryHost[]): InventoryHost[] {
  const seen = new Map<string, InventoryHost>()
  for (const host of hosts) {
    const key = JSON.stringify([host.host.toLowerCase(), host.port, host.username])
    if (!seen.has(key)) seen.set(key, host)
  }
  return [...seen.values()]
}

/** What several inventories say together. */
class Gathered {
  private readonly credentials = new Map<string, CredentialSource>()
  private readonly jumps = new Map<string, JumpHost>()
  private readonly groupLimits = new Map<string, number>()
  private readonly notes: string[] = []

  async read(path: string, format: InventoryFormat | undefined): Promise<readonly InventoryHost[]> {
    const inventory = await readInventory(path, format)
    const errors = errorsOf(inventory.problems)
    const [first] = errors
    if (first !== undefined) throw unusable(path, first, errors.length - 1)
    this.notes.push(...inventory.problems.map(describeProblem))
    for (const [name, source] of inventory.credentials) this.credentials.set(name, source)
    for (const [name, jump] of inventory.jumps) this.jumps.set(name, jump)
    for (const [name, limit] of inventory.groupLimits) this.groupLimits.set(name, limit)
    return inventory.hosts
  }

  parts(): Omit<Devices, 'devices'> {
    const { credentials, jumps, groupLimits, notes } = this
    return { credentials, jumps, groupLimits, notes }
  }
}

/** @throws Error when the file is no report, or every device of it was read */
async function failedIn(path: string, devices: readonly InventoryHost[]): Promise<InventoryHost[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadable('the report', path, error)
  })
  const failed = new Set(failedNames(text))
  if (failed.size === 0)
    throw new Error(`${path} names no device that could not be read; there is nothing to try again`)
  const again = devices.filter(device => failed.has(device.name))
  if (again.length === 0)
    throw new Error(`none of the devices that could not be read in ${path} is among those named now`)
  return again
}

function failedNames(text: string): string[] {
  try {
    const report = JSON.parse(text) as { devices?: readonly { name?: unknown; problem?: unknown }[] }
    return (report.devices ?? []).flatMap(({ name, problem }) =>
      typeof name === 'string' && problem !== undefined ? [name] : [],
    )
  } catch {
    throw new Error(
      'the report to try again from is no JSON; make it with `check --format json --output FILE`',
    )
  }
}

function unusable(path: string, first: InventoryProblem, more: number): Error {
  const rest =
    more === 0 ? '' : ` (and ${more} more; \`smartlic inventory validate ${shellWord(path)}\` shows them all)`
  return new Error(`${describeProblem(first)}${rest}`)
}
