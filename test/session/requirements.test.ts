// Every requirement of requirements.md has code, and tests that carry its number; the table says which.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { rows, testsByRequirement } from './requirements.mjs'

const project = fileURLToPath(new URL('../..', import.meta.url))
const listed = rows()
const tests = testsByRequirement()

describe('requirements', () => {
  test('are listed, each once, from the first to the last', () => {
    expect(listed.map(row => row.number)).toEqual(Array.from({ length: 46 }, (_, i) => `T${i + 1}`))
  })

  test.each(listed)('$number has code and a test', ({ number, code, tests: named }) => {
    expect(code.filter(path => !existsSync(join(project, path)))).toEqual([])
    expect(code.length).toBeGreaterThan(0)
    expect(named.length).toBeGreaterThan(0)
    expect(named, 'run node test/session/requirements.mjs').toEqual(tests.get(number))
  })
})
