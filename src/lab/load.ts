// Reads device files from disk: the shipped ones, and a folder of the person's own.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { nearest } from '../model/nearest.ts'
import { buildDevice } from './device.ts'
import { type DeviceFile, deviceFileSchema } from './schema.ts'
import type { LabDevice } from './types.ts'

/** The shipped device files: beside this module in the sources, below `lab/` in the built package. */
export function shippedDeviceDir(): string {
  let dir = dirname(fileURLToPath(import.meta.url))
  for (let up = 0; up < 5; up++) {
    for (const place of ['devices', 'lab/devices', 'src/lab/devices', 'dist/lab/devices']) {
      const found = join(dir, place)
      if (existsSync(join(found, 'ios-xe'))) return found
    }
    dir = dirname(dir)
  }
  throw new Error(
    'the shipped lab devices are not where the program expects them: the installation is incomplete',
  )
}

/** Names ending in .yaml below `dir`, two levels deep, in alphabetical order. */
function yamlFiles(dir: string): string[] {
  const out: string[] = []
  for (const entry of readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) out.push(...yamlFiles(path))
    else if (/\.ya?ml$/.test(entry.name)) out.push(path)
  }
  return out
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Error(`${basename(path)}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function readFile(path: string): DeviceFile {
  const checked = deviceFileSchema.safeParse(readYaml(path))
  if (checked.success) return checked.data
  const problem = checked.error.issues[0]
  throw new Error(
    `${basename(path)}: ${problem?.path.join('.') ?? ''}: ${problem?.message ?? 'not a device file'}`,
  )
}

/**
 * Every device, shipped ones first; files starting with `_` are bases and not devices themselves.
 * @param dir the person's own device files; one with the id of a shipped device replaces it
 * @param ids only these, in this order; throws when one does not exist
 */
export function loadDevices(dir?: string, ids?: readonly string[]): readonly LabDevice[] {
  const files = new Map<string, DeviceFile>()
  for (const folder of [shippedDeviceDir(), ...(dir === undefined ? [] : [dir])]) {
    for (const path of yamlFiles(folder)) {
      const name = basename(path).replace(/\.ya?ml$/, '')
      const file = readFile(path)
      files.set(file.id ?? name, file)
    }
  }
  const all = [...files.keys()].filter(name => !name.startsWith('_'))
  const wanted = ids ?? all
  const strange = wanted.find(name => !files.has(name))
  if (strange !== undefined) {
    const meant = nearest(strange, all)
    throw new Error(
      `there is no device called "${strange}"; ${meant === undefined ? '`smartlic lab --list` names them' : `did you mean ${meant}?`}`,
    )
  }
  return wanted.map(name => buildDevice(name, files))
}
