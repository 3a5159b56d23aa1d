// Every capture the tolerance tests damage: lab devices, fixtures, output of rule cases, real output where it is present.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { loadDevices } from '../../../src/lab/load.ts'
import type { Capture, CaptureSet } from '../../../src/model/capture.ts'
import { PLATFORMS, type Platform } from '../../../src/model/platform.ts'
import { parserFor, recogniseCommand } from '../../../src/parse/registry.ts'
import { commandOfFileName } from '../../../src/parse/split/file-name.ts'
import { stripControls } from '../../../src/parse/text.ts'
import { capturesOf } from '../../lab/captures.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
export const NOW = new Date('2026-11-20T10:15:30Z')
/** Everything instead of every n-th place: minutes instead of seconds. */
export const FULL = process.env['SMARTLIC_TOLERANCE'] === 'full'

export interface Sample {
  readonly name: string
  readonly platform: Platform
  readonly command: string
  readonly text: string
}

export const labSets: readonly CaptureSet[] = loadDevices().map(device => capturesOf(device, NOW))

/** One capture of each distinct text that a parser reads. */
export function samples(): Sample[] {
  const all = [...fromLab(), ...fromFixtures(), ...fromRuleCases(), ...fromCorpus()]
  const seen = new Set<string>()
  return all.filter(({ platform, command, text }) => {
    const key = `${platform} ${command}\n${text}`
    if (text.trim() === '' || seen.has(key) || parserFor(platform, command) === undefined) return false
    seen.add(key)
    return true
  })
}

function fromLab(): Sample[] {
  return labSets.flatMap(({ name, platform, captures }) =>
    captures
      .filter(capture => capture.status === 'ok')
      .flatMap(({ command, text }) => (platform === undefined ? [] : [{ name, platform, command, text }])),
  )
}

function fromFixtures(): Sample[] {
  return filesBelow(join(ROOT, 'test', 'fixtures'), '.txt').flatMap(file => {
    const platform = PLATFORMS.find(one => file.includes(`/fixtures/${one}/`))
    return platform === undefined ? [] : named(file, platform)
  })
}

/** Folders of the corpus name the platform and the command. */
function fromCorpus(): Sample[] {
  const corpus = join(ROOT, '..', 'shared', 'corpus')
  const platforms: Record<string, Platform> = {
    iosxe: 'ios-xe',
    ios: 'ios-xe',
    nxos: 'nx-os',
    iosxr: 'ios-xr',
  }
  return Object.entries(platforms).flatMap(([folder, platform]) =>
    filesBelow(join(corpus, folder), '.txt').flatMap(file => {
      const typed = basename(join(file, '..')).replaceAll('-', ' ')
      const command = commandOfFileName(typed)?.command
      const text = stripControls(readFileSync(file, 'utf8'))
      return command === undefined
        ? named(file, platform)
        : [{ name: basename(file), platform, command, text }]
    }),
  )
}

function fromRuleCases(): Sample[] {
  return filesBelow(join(ROOT, 'rules'), '.test.yaml').flatMap(file => {
    const { cases } = parse(readFileSync(file, 'utf8')) as {
      cases: { platform: Platform; output?: Record<string, string> }[]
    }
    return cases.flatMap(({ platform, output }) =>
      Object.entries(output ?? {}).map(([command, text]) => ({
        name: basename(file),
        platform,
        command,
        text,
      })),
    )
  })
}

function named(file: string, platform: Platform): Sample[] {
  const text = stripControls(readFileSync(file, 'utf8'))
  const command =
    commandOfFileName(basename(file))?.command ??
    recogniseCommand(text).find(hit => hit.platform === platform)?.command
  return command === undefined ? [] : [{ name: basename(file), platform, command, text }]
}

function filesBelow(dir: string, ending: string): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir)
    .sort()
    .flatMap(entry => {
      const path = join(dir, entry)
      if (statSync(path).isDirectory()) return filesBelow(path, ending)
      return entry.endsWith(ending) ? [path] : []
    })
}

export function setOf(
  { name, platform, command, text }: Sample,
  status: Capture['status'] = 'ok',
): CaptureSet {
  return { name, platform, captures: [{ command, status, text, firstLine: 1, origin: name }] }
}
