// Real licence and Call Home outputs without a prompt or a hint: platform and command are told from the text.
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readInputs } from '../../../src/app/input.ts'
import type { Platform } from '../../../src/model/platform.ts'
import { canonicalCommand, recogniseCommand } from '../../../src/parse/registry.ts'
import { corpus } from './config-read.ts'

const CORPUS = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url))

const TREES: readonly (readonly [folder: string, platform: Platform, shape: RegExp])[] = [
  ['ios', 'ios-xe', /^show-license-status$/],
  ['iosxe', 'ios-xe', /^show-(license-.+|call-home.*)$/],
  ['nxos', 'nx-os', /^show-license-usage$/],
  ['iosxr', 'ios-xr', /^show-license-.+$/],
]

/** Folder names whose words are not divided like those of the command; which filter was used cannot be told. */
const COMMANDS: Readonly<Record<string, string>> = {
  'show-license-rum-id-all-inc-telemetry': 'show license rum id all | include',
  'show-license-tech-support-inc-cert': 'show license tech support | include',
  'show-call-home-mail-server-status': 'show call-home mail-server status',
}

function commandOf(folder: string): string {
  const words = COMMANDS[folder] ?? folder.replaceAll('-', ' ').replace('call home', 'call-home')
  return words
    .replace('smart licensing', 'smart-licensing')
    .replace('alert group', 'alert-group')
    .replace('diagnostic signature', 'diagnostic-signature')
}

const FILES = TREES.flatMap(([tree, platform, shape]) =>
  (existsSync(CORPUS + tree) ? readdirSync(CORPUS + tree) : [])
    .filter(folder => shape.test(folder))
    .flatMap(folder =>
      readdirSync(`${CORPUS}${tree}/${folder}`).map(
        file => [`${tree}/${folder}/${file}`, platform, commandOf(folder)] as const,
      ),
    ),
)

describe.skipIf(FILES.length === 0)('corpus', () => {
  test.each(FILES)('%s', async (path, platform, command) => {
    const { sets, notes } = await readInputs([CORPUS + path], {})
    expect(notes).toEqual([])
    expect(sets.map(set => set.platform)).toEqual([platform])
    const [typed] = sets.flatMap(set => set.captures.map(capture => capture.command))
    expect(typed).toBe(command)
    const hits = recogniseCommand(corpus(path) ?? '').filter(hit => hit.platform === platform)
    expect(hits.map(hit => hit.command)).toEqual([canonicalCommand(platform, command)])
  })

  test('the list is not empty by mistake', () => {
    expect(new Set(FILES.map(([path]) => path.split('/')[1])).size).toBeGreaterThan(20)
  })
})
