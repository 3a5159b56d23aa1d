// Merges a device file with what it extends into one device.

import type { World } from './agent/world.ts'
import { patchConfig } from './patch.ts'
import type { DeviceFile } from './schema.ts'
import { parseSpan } from './template.ts'
import type { Faults, LabDevice, Login } from './types.ts'

/** Files by the name they can be extended by. */
export type FileSet = ReadonlyMap<string, DeviceFile>

/** A device that has and says nothing. */
export const EMPTY: LabDevice = {
  id: '',
  title: '',
  persona: 'ios-xe',
  hostname: '',
  scenario: '',
  vars: {},
  login: { username: 'netops', password: 'lab', methods: ['password', 'keyboard-interactive'] },
  banner: '',
  answers: {},
  unsupported: [],
  denied: [],
  config: '',
  admin_config: '',
  logging: [],
  clock_offset: 0,
  world: {},
  expect: { status: 'healthy', causes: [], symptoms: [], allow: [] },
  faults: {},
}

/** Throws with the file's name when something does not add up. */
export function buildDevice(name: string, files: FileSet, chain: readonly string[] = []): LabDevice {
  const file = files.get(name)
  if (file === undefined) throw new Error(`no device or base file called "${name}"`)
  if (chain.includes(name))
    throw new Error(`device files extend each other in a circle: ${[...chain, name].join(' -> ')}`)
  const [first, ...mixins] = typeof file.extends === 'string' ? [file.extends] : (file.extends ?? [])
  const base = first === undefined ? EMPTY : buildDevice(first, files, [...chain, name])
  try {
    const mixed = mixins.reduce((device, mixin) => merge(device, mixinNamed(mixin, files), mixin), base)
    return merge(mixed, file, name)
  } catch (error) {
    throw new Error(`device file ${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function mixinNamed(name: string, files: FileSet): DeviceFile {
  const file = files.get(name)
  if (file === undefined) throw new Error(`no file called "${name}" to mix in`)
  if (file.extends !== undefined) throw new Error(`"${name}" extends another file and cannot be mixed in`)
  return file
}

function merge(base: LabDevice, file: DeviceFile, name: string): LabDevice {
  const vars = Object.fromEntries(Object.entries(file.vars ?? {}).map(([key, value]) => [key, String(value)]))
  const config = patchConfig(file.config ?? base.config, {
    remove: file.config_remove ?? [],
    replace: file.config_replace ?? [],
    addUnder: file.config_add_under ?? [],
    append: file.config_append ?? [],
  })
  const { status, causes = [], symptoms = [], allow = [] } = file.expect ?? { status: 'healthy' as const }
  return {
    id: file.id ?? name,
    title: file.title ?? base.title,
    persona: file.persona ?? base.persona,
    hostname: file.hostname ?? base.hostname,
    scenario: file.scenario ?? base.scenario,
    vars: { ...base.vars, ...vars },
    login: mergeLogin(base.login, file.login),
    banner: file.banner ?? base.banner,
    answers: { ...base.answers, ...file.answers },
    unsupported: [...base.unsupported, ...(file.unsupported ?? [])],
    denied: [...base.denied, ...(file.denied ?? [])],
    config: config === '\n' ? '' : config,
    admin_config: file.admin_config ?? base.admin_config,
    logging: [...(file.logging ?? base.logging), ...(file.logging_add ?? [])],
    clock_offset: file.clock_offset === undefined ? base.clock_offset : parseSpan(file.clock_offset),
    world: { ...base.world, ...worldOf(file) },
    expect: { status, causes, symptoms, allow },
    faults: mergeFaults(base.faults, file.faults),
  }
}

function mergeLogin(base: Login, own: DeviceFile['login']): Login {
  const secret = own?.enable_secret ?? base.enable_secret
  return {
    username: own?.username ?? base.username,
    password: own?.password ?? base.password,
    methods: own?.methods ?? base.methods,
    ...(secret === undefined || secret === '' ? {} : { enable_secret: secret }),
  }
}

/** Only what the file names: a key without a value would hide the usual surroundings. */
function worldOf(file: DeviceFile): Partial<World> {
  return Object.fromEntries(Object.entries(file.world ?? {}).filter(([, value]) => value !== undefined))
}

/** Drops keys whose value is undefined: a fault is read by what it has. */
function mergeFaults(base: Faults, own: DeviceFile['faults']): Faults {
  const out: Record<string, object> = { ...base }
  for (const [command, fault] of Object.entries(own ?? {})) {
    out[command] = Object.fromEntries(Object.entries(fault).filter(([, value]) => value !== undefined))
  }
  return out
}
