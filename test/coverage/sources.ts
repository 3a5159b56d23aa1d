// What the coverage table is made from: the catalogue, the rules with their cases, the simulated devices, the closed loops.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { devicesOf as devicesOfTexts } from '../../src/app/input/devices.ts'
import { judge } from '../../src/app/judge.ts'
import { packageRoot, yamlFiles } from '../../src/app/rules/files.ts'
import { casesIn, testFiles } from '../../src/app/rules/testing.ts'
import { readPack } from '../../src/app/rules.ts'
import { factTypes } from '../../src/diagnose/compile.ts'
import { derive } from '../../src/diagnose/derive/index.ts'
import { judgeRule } from '../../src/diagnose/index.ts'
import type { LoadedRule, RuleSet } from '../../src/diagnose/ruleset.ts'
import { type RuleCase, storeOf } from '../../src/diagnose/testcases.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { LabDevice } from '../../src/lab/types.ts'
import { PLATFORMS } from '../../src/model/platform.ts'
import { assemble } from '../../src/parse/assemble.ts'
import { canonicalCommand } from '../../src/parse/registry.ts'
import { splitText } from '../../src/parse/split/index.ts'
import { capturesOf } from '../lab/captures.ts'

const catalogueSchema = z.array(
  z.strictObject({
    id: z.string(),
    section: z.string(),
    title: z.string(),
    lookalikes: z.literal(true).optional(),
  }),
)
export type CatalogueEntry = z.infer<typeof catalogueSchema>[number]

const undecidableSchema = z.array(
  z.strictObject({ id: z.string(), advised_by: z.string(), reason: z.string().min(20) }),
)
export type Undecidable = z.infer<typeof undecidableSchema>[number]

// Only what the table tells of a loop; test/closed-loop checks the rest.
const loopsSchema = z.array(z.looseObject({ rule: z.string(), platform: z.enum(PLATFORMS) }))
const gapsSchema = z.array(
  z.looseObject({ rule: z.string(), platform: z.enum(PLATFORMS), reason: z.string() }),
)

export interface Sources {
  readonly catalogue: readonly CatalogueEntry[]
  readonly undecidable: readonly Undecidable[]
  readonly rules: ReadonlyMap<string, LoadedRule>
  readonly cases: ReadonlyMap<string, readonly RuleCase[]>
  /** Devices on which a rule fails, those made for it first. */
  readonly devices: ReadonlyMap<string, readonly LabDevice[]>
  /** Rules that a case of device output alone makes fail. */
  readonly fromOutput: ReadonlySet<string>
  readonly loops: readonly z.infer<typeof loopsSchema>[number][]
  readonly gaps: readonly z.infer<typeof gapsSchema>[number][]
}

/** @throws when a rule is broken or a list is not shaped as it must be */
export async function readSources(): Promise<Sources> {
  const root = await packageRoot()
  const dir = join(root, 'rules')
  const list = (path: string): unknown => parse(readFileSync(join(root, path), 'utf8')) ?? []
  const { set, problems } = await readPack(dir, factTypes(), 'rules')
  if (problems.length > 0) throw new Error('rules are broken; `smartlic rules lint` names them')
  const files = testFiles({ files: await yamlFiles(dir, 'rules') })
  const cases = new Map(
    set.rules.map(rule => {
      const file = files.get(rule.id)
      return [rule.id, file === undefined ? [] : casesIn(file, rule.id, set).cases]
    }),
  )
  return {
    catalogue: catalogueSchema.parse(list('rules/catalogue.yaml')),
    undecidable: undecidableSchema.parse(list('rules/undecidable.yaml')),
    rules: set.byId,
    cases,
    devices: devicesOf(set),
    fromOutput: new Set([
      ...set.rules.filter(rule => failsFromOutput(rule, cases.get(rule.id) ?? [], set)).map(rule => rule.id),
      ...failsInSessions(join(root, 'test/fixtures'), set),
    ]),
    loops: loopsSchema.parse(list('test/closed-loop/breaks.yaml')),
    gaps: gapsSchema.parse(list('test/closed-loop/not-modelled.yaml')),
  }
}

/** Outcomes do not depend on the day: devices print times relative to it. */
const LAB_TIME = new Date('2026-11-20T10:15:30Z')

function devicesOf(set: RuleSet): Map<string, LabDevice[]> {
  const found = new Map<string, LabDevice[]>()
  for (const device of loadDevices()) {
    const store = derive(assemble(capturesOf(device, LAB_TIME)))
    for (const rule of set.rules) {
      if (judgeRule(rule, store, set)[0]?.outcome !== 'fail') continue
      const list = found.get(rule.id) ?? []
      found.set(rule.id, list)
      if (expects(device, rule)) list.unshift(device)
      else list.push(device)
    }
  }
  return found
}

function expects({ id, expect }: LabDevice, rule: LoadedRule): boolean {
  return id.includes(rule.id) || expect.causes.includes(rule.id) || expect.symptoms.includes(rule.id)
}

function failsFromOutput(rule: LoadedRule, cases: readonly RuleCase[], set: RuleSet): boolean {
  const reader = { assemble, canonical: canonicalCommand }
  return cases
    .filter(one => one.outcome === 'fail' && one.output !== undefined && one.facts === undefined)
    .some(one => judgeRule(rule, derive(storeOf(one, set.types, reader)), set)[0]?.outcome === 'fail')
}

/** Rules that fail on a saved session: what a person typed is in no case and on no simulated device. */
function failsInSessions(folder: string, set: RuleSet): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file =>
    /session-[^/]*\.txt$/.test(file),
  )
  const texts = files.map(file => ({
    origin: file,
    file,
    folder: '',
    folderName: '',
    segments: splitText(readFileSync(join(folder, file), 'utf8')),
  }))
  return devicesOfTexts(texts, {})
    .sets.flatMap(captures => judge(captures, set).findings)
    .filter(finding => finding.outcome === 'fail')
    .map(finding => finding.rule)
}
