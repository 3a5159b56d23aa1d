// The same for whole texts as people save them: masked before anything is split, they give the same facts and findings.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { InputError, readInputs } from '../../src/app/input.ts'
import { judge } from '../../src/app/judge.ts'
import { soundRules } from '../../src/app/rules.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import { PLATFORMS, type Platform } from '../../src/model/platform.ts'
import { REDACTION_LEVELS } from '../../src/model/redaction.ts'
import { learnNames } from '../../src/redact/captures.ts'
import { redactText } from '../../src/redact/redactor.ts'
import { unredact } from '../../src/redact/unredact.ts'
import { testMap } from './keyed.ts'
import { told } from './told.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const rules = await soundRules()

function textsBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.txt'))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}

async function setsOf(text: string, platform: Platform | undefined): Promise<CaptureSet[]> {
  try {
    const told = platform === undefined ? {} : { platform }
    return (await readInputs(['-'], { stdin: Readable.from([text]), ...told })).sets
  } catch (error) {
    if (error instanceof InputError) return []
    throw error
  }
}

const CORPUS = {
  'ios-xe': join(root, '../shared/corpus/iosxe'),
  'nx-os': join(root, '../shared/corpus/nxos'),
  'ios-xr': join(root, '../shared/corpus/iosxr'),
}
const folders = {
  fixtures: join(root, 'test/fixtures'),
  saved: join(root, 'test/scenarios/saved'),
  ...CORPUS,
}

describe.each(Object.entries(folders))('facts and findings stay: %s', (name, folder) => {
  const files = textsBelow(folder).map(file => relative(folder, file))
  test.skipIf(files.length === 0).each(files.length === 0 ? ['no such folder here'] : files)(
    '%s',
    async path => {
      const platform = PLATFORMS.find(one => name === one || path.includes(one))
      const text = readFileSync(join(folder, path), 'utf8')
      const before = (await setsOf(text, platform)).map(set => told(judge(set, rules)).toLowerCase())
      // Strict masks all that identity does; the repository's own texts are tried at each level.
      for (const level of REDACTION_LEVELS.filter(one => one !== 'identity' || !(name in CORPUS))) {
        const map = testMap()
        learnNames(text, { level, map, raw: true })
        const masked = redactText(text, { level, map, raw: true })
        expect(masked.split('\n')).toHaveLength(text.split('\n').length)
        const after = (await setsOf(masked, platform)).map(set => told(judge(set, rules)))
        const back = after.map(one => unredact(one, map.entries()).toLowerCase())
        expect({ level, told: back }).toEqual({ level, told: before })
      }
    },
  )
})
