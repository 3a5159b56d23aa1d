// The example of README works as it stands.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { soundRules } from '../../../src/app/rules.ts'
import { waiversIn } from '../../../src/app/waivers/read.ts'

test('the waivers of README are read and name rules that are there', async () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  const text = /```yaml\n(waivers:\n[\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const rules = await soundRules()
  const { waivers, problems } = waiversIn('README.md', text, new Set(rules.byId.keys()))
  expect(problems).toEqual([])
  expect(waivers.map(({ rule }) => rule)).toEqual(['ntp-missing', 'callhome-http-url'])
})
