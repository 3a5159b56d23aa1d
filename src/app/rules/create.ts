// Use case: a new rule and its test file, that load and hold, with TODO where the author must write.
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { HOPS, type Hop } from '../../model/hop.ts'
import { PLATFORMS, type Platform } from '../../model/platform.ts'
import { shippedRules } from '../rules.ts'
import { ruleIdOf, yamlFiles } from './files.ts'

/** Folders of the rules: the hops, and one for what the device says of its own state. */
export const AREAS = [...HOPS, 'state'] as const
export type Area = (typeof AREAS)[number]

export interface NewRule {
  readonly id: string
  readonly area: Area
  readonly platforms: readonly Platform[]
  readonly dir: string
}

const MAX_ID = 60

/**
 * Writes `dir/area/id.yaml` and `id.test.yaml`; gives their paths. Nothing is ever overwritten.
 * @throws with a sentence when the id is none, is taken, or a file is there
 */
export async function createRule(asked: NewRule): Promise<readonly string[]> {
  await checkId(asked.id)
  const folder = join(asked.dir, asked.area)
  const texts: readonly (readonly [file: string, text: string])[] = [
    [join(folder, `${asked.id}.yaml`), ruleText(asked)],
    [join(folder, `${asked.id}.test.yaml`), casesText(asked)],
  ]
  await mustBeFree(asked)
  await mkdir(folder, { recursive: true })
  const written: string[] = []
  try {
    for (const [file, text] of texts) {
      await writeNew(file, text)
      written.push(file)
    }
  } catch (error) {
    // Half a rule would be in the way of the next try.
    await Promise.all(written.map(file => rm(file, { force: true })))
    throw error
  }
  return written
}

async function checkId(id: string): Promise<void> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) || id.length > MAX_ID) {
    const shown = id.length > MAX_ID ? `${id.slice(0, MAX_ID)}...` : id
    throw new Error(
      `"${shown}" is no rule id: use small letters, digits and single hyphens, at most ${MAX_ID}, e.g. dns-no-name-server`,
    )
  }
  if ((await shippedRules()).set.byId.has(id))
    throw new Error(`${id} is the id of a shipped rule; choose another, or override that rule in pack.yaml`)
}

/** Also in another folder: an id names one rule. */
async function mustBeFree({ id, dir }: NewRule): Promise<void> {
  const there = (await stat(dir).catch(() => undefined)) === undefined ? [] : await yamlFiles(dir)
  const taken = there.filter(file => ruleIdOf(file.path) === id).map(file => file.label ?? file.path)
  if (taken.length > 0)
    throw new Error(
      `${taken.join(' and ')} ${taken.length > 1 ? 'are there already and left as they are' : 'is there already and left as it is'}; choose another id`,
    )
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    const handle = await open(file, 'wx')
    try {
      await handle.writeFile(text)
    } finally {
      await handle.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new Error(`${file} is there already and is left as it is; choose another id, or remove it`)
  }
}

function hopOf(area: Area): Hop {
  return area === 'state' ? 'entitlement' : area
}

const CONFIG: Readonly<Record<Platform, string>> = {
  'ios-xe': 'ip name-server <DNS>',
  'nx-os': 'ip name-server <DNS> use-vrf management',
  'ios-xr': 'domain name-server <DNS>',
}

/** Sound as it stands; every TODO is named by `rules lint` until it is gone. */
function ruleText({ id, area, platforms }: NewRule): string {
  const fixes = platforms.map(
    platform => `  - platforms: [${platform}]
    risk: low            # none, low, medium or high
    impact: none         # what happens to traffic and licences meanwhile
    # Configuration lines without \`configure terminal\`, \`commit\`, \`end\`; values as {{path | filter}}.
    config: |
      TODO ${CONFIG[platform]}
    undo: |
      TODO no ${CONFIG[platform]}
`,
  )
  return `id: ${id}
title: TODO in one line, what is wrong
role: cause              # cause, symptom or advice
hop: ${hopOf(area)}
severity: warning        # critical: licensing fails now; warning: it will, or fails in part; info: hygiene
platforms: [${platforms.join(', ')}]
generations: [classic, policy]
# Conditions are CEL over the facts; \`smartlic facts --list\` says which there are.
# Where the rule makes sense at all:
applies:
  - license.enabled
# All true: the rule fails. One false: it passes. Otherwise it is unknown.
when:
  - device.hostname == "TODO"
# Rules whose findings this one accounts for:
# explains: [communication]
evidence: [device.hostname]
message: 'TODO what is wrong on {{device.hostname}}, with its own values'
why: TODO what this does to licensing, and what looks like it but is none
fix:
${fixes.join('')}verify:
  - run: show license status
    expect: TODO what must be seen when it is mended
references:
  - {title: 'TODO the document this rests on'}
`
}

function casesText({ id, platforms }: NewRule): string {
  const [platform = PLATFORMS[0]] = platforms
  return `# Cases of ${id}: \`smartlic rules test ${id}\`. Give real device output where you have it:
#   output:
#     show license status: |
#       ...
cases:
  - name: TODO what is broken here
    platform: ${platform}
    outcome: fail
    facts:
      license: {generation: classic, enabled: true}
      device: {hostname: TODO}
    expect: {severity: warning, findings: 1, message: TODO}
  - name: TODO a healthy device
    platform: ${platform}
    outcome: pass
    facts:
      license: {generation: classic, enabled: true}
      device: {hostname: healthy}
  - name: TODO what looks like it but is none
    platform: ${platform}
    outcome: not-applicable
    facts:
      license: {generation: classic, enabled: false}
  - name: what decides it was not collected
    platform: ${platform}
    outcome: unknown
    facts:
      license: {generation: classic, enabled: true}
`
}
