// Devices and outputs the engine's honesty is proven on.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { derive } from '../../src/diagnose/derive/index.ts'
import { judgeRule } from '../../src/diagnose/index.ts'
import type { RuleSet } from '../../src/diagnose/ruleset.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { LabDevice } from '../../src/lab/types.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import type { FactStore } from '../../src/model/facts/store.ts'
import { PLATFORMS } from '../../src/model/platform.ts'
import { assemble } from '../../src/parse/assemble.ts'
import { parserFor } from '../../src/parse/registry.ts'
import { capturesOf } from '../lab/captures.ts'

export const LAB_TIME = new Date('2026-11-20T10:15:30Z')

export interface LabCaptures {
  readonly device: LabDevice
  readonly captures: CaptureSet
}

export function labCaptures(): LabCaptures[] {
  return loadDevices().map(device => ({ device, captures: capturesOf(device, LAB_TIME) }))
}

const LAYOUTS = fileURLToPath(new URL('../fixtures/layouts/', import.meta.url))

/** `layouts/<platform>/<command, words joined by dashes>/<variant>.txt`, each as a device that told nothing else. */
export function layoutStores(): { name: string; store: FactStore }[] {
  return PLATFORMS.flatMap(platform => {
    const home = join(LAYOUTS, platform)
    const commands = new Map<string, string>()
    return readdirSync(home).flatMap(folder => {
      const command =
        commands.get(folder) ?? parserFor(platform, folder.replaceAll('-', ' '))?.command ?? folder
      return readdirSync(join(home, folder)).map(file => {
        const text = readFileSync(join(home, folder, file), 'utf8')
        const name = `${platform}/${folder}/${file}`
        const captures = [{ command, text, status: 'ok' as const, firstLine: 1, origin: name }]
        return { name, store: assemble({ name, platform, captures }) }
      })
    })
  })
}

/** Rules that fail on this device. */
export function failingRules(store: FactStore, set: RuleSet): string[] {
  const full = derive(store)
  return set.rules.filter(rule => judgeRule(rule, full, set)[0]?.outcome === 'fail').map(rule => rule.id)
}

/** A number that is the same in every run, for choosing a part of many. */
export function hash(text: string): number {
  let value = 2166136261
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 16777619) >>> 0
  return value
}
