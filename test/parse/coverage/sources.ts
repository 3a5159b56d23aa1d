// Captures that coverage is measured on: the fixtures, the simulated devices at a fixed time, and the corpus.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { renderDevice } from '../../../src/lab/answer.ts'
import { loadDevices } from '../../../src/lab/load.ts'
import { PLATFORMS, type Platform } from '../../../src/model/platform.ts'
import { PARSERS, parserFor } from '../../../src/parse/registry.ts'
import { stripControls } from '../../../src/parse/text.ts'

export interface Sample {
  readonly platform: Platform
  readonly command: string
  /** Path below the fixtures or the corpus, or the simulated device's name. */
  readonly name: string
  readonly text: string
}

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url))
const CORPUS = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url))
const LAB_TIME = new Date('2026-03-04T08:00:00Z')

export const hasCorpus = existsSync(join(CORPUS, 'MANIFEST.tsv'))

/** `layouts/<platform>/<command, words joined by dashes>/<variant>.txt`. */
export function layoutFixtures(): Sample[] {
  return PLATFORMS.flatMap(platform => {
    const home = join(FIXTURES, 'layouts', platform)
    return readdirSync(home)
      .sort()
      .flatMap(folder =>
        readdirSync(join(home, folder))
          .sort()
          .map(file => ({
            platform,
            command: commandOf(platform, folder),
            name: `${platform}/${folder}/${basename(file, '.txt')}`,
            text: read(join(home, folder, file)),
          })),
      )
  })
}

/** Fixtures of single parsers whose file names tell a state, not the command. */
const NAMED: readonly (readonly [file: string, platform: Platform, command: string])[] = [
  ['ios-xe/classic-status-unindented.txt', 'ios-xe', 'show license status'],
  ['ios-xe/classic-summary-wrapped.txt', 'ios-xe', 'show license summary'],
  ['ios-xe/classic-reserved.txt', 'ios-xe', 'show license status'],
  ['ios-xe/classic-registering-failed.txt', 'ios-xe', 'show license all'],
  ['ios-xe/classic-tech-out-of-compliance.txt', 'ios-xe', 'show license tech support'],
  ['ios-xe/policy-tech-server-refuses.txt', 'ios-xe', 'show license tech support'],
  ['ios-xe/policy-all-on-prem.txt', 'ios-xe', 'show license all'],
  ['ios-xe/version-stack.txt', 'ios-xe', 'show version'],
  ['ios-xr/classic/register-status.txt', 'ios-xr', 'admin show license register-status'],
  ['ios-xr/classic/entitlement.txt', 'ios-xr', 'admin show license entitlement'],
  ['ios-xr/classic/statistics.txt', 'ios-xr', 'show call-home smart-licensing statistics'],
  ['ios-xr/classic/trace.txt', 'ios-xr', 'show call-home trace error'],
  ['ios-xr/classic/cert.txt', 'ios-xr', 'admin show license cert'],
  ['ios-xr/classic/call-home-detail.txt', 'ios-xr', 'show call-home detail'],
  ['ios-xr/section/call-home-wrapped.txt', 'ios-xr', 'show running-config call-home'],
  ['nx-os/direct/show-license-status.txt', 'nx-os', 'show license status'],
  ['nx-os/direct/show-running-config-callhome.txt', 'nx-os', 'show running-config callhome'],
  ['nx-os/on-prem/show-running-config-callhome.txt', 'nx-os', 'show running-config callhome'],
  ['nx-os/proxy/show-running-config-callhome.txt', 'nx-os', 'show running-config callhome'],
  ['nx-os/wrong-source/show-running-config-callhome.txt', 'nx-os', 'show running-config callhome'],
  ['nx-os/policy/show-license-all.txt', 'nx-os', 'show license all'],
  ['nx-os/traditional/show-license.txt', 'nx-os', 'show license'],
  ['nx-os/traditional/show-license-usage.txt', 'nx-os', 'show license usage'],
  ['nx-os/show-tech-support-license.txt', 'nx-os', 'show tech-support license'],
]

export function namedFixtures(): Sample[] {
  return NAMED.map(([name, platform, command]) => ({
    platform,
    command,
    name,
    text: read(join(FIXTURES, name)),
  }))
}

/** What every simulated device answers to the commands a parser reads; refusals are left out. */
export function labSamples(): Sample[] {
  return loadDevices().flatMap(device =>
    [...renderDevice(device, LAB_TIME)].flatMap(([command, text]) => {
      const refused = /^\s*(\^|%)/.test(text.split('\n').find(line => line.trim() !== '') ?? '%')
      const platform = device.persona
      if (refused || parserFor(platform, command) === undefined) return []
      return [{ platform, command, name: `lab ${device.id}`, text: stripControls(text) }]
    }),
  )
}

/** Real device output beside the repository; IOS of the years before IOS XE is read by the IOS XE parsers. */
export function corpusSamples(): Sample[] {
  if (!hasCorpus) return []
  return read(join(CORPUS, 'MANIFEST.tsv'))
    .trim()
    .split('\n')
    .slice(1)
    .flatMap(row => {
      const [path = '', command = ''] = row.split('\t')
      const platform = FOLDERS[path.split('/')[0] ?? '']
      const file = join(CORPUS, path)
      if (platform === undefined || !existsSync(file)) return []
      return [{ platform, command, name: path, text: read(file) }]
    })
}

const FOLDERS: Readonly<Record<string, Platform>> = {
  ios: 'ios-xe',
  iosxe: 'ios-xe',
  nxos: 'nx-os',
  iosxr: 'ios-xr',
}

function read(path: string): string {
  return stripControls(readFileSync(path, 'utf8'))
}

/** A folder's name has no bar of a filter; canonical commands are found by their letters. */
function commandOf(platform: Platform, folder: string): string {
  const key = (text: string): string => text.replace(/[^a-z0-9]/g, '')
  const own = PARSERS.filter(parser => parser.platforms.includes(platform))
  const exact = own.find(parser => key(parser.command) === key(folder))
  if (exact !== undefined) return exact.command
  const spelt = folder
    .replaceAll('-', ' ')
    .replace('running config', 'running-config')
    .replace('call home', 'call-home')
  if (parserFor(platform, spelt) === undefined) throw new Error(`no parser reads fixtures of ${folder}`)
  return spelt
}
