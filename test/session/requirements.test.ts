// Every requirement of requirements.md has a test that carries its number.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '..')
const listed = [...readFileSync(join(here, 'requirements.md'), 'utf8').matchAll(/^- (T\d+):/gm)].map(
  ([, number]) => number ?? '',
)

/** The quoted words of every `test(...)` and `describe(...)`; tables of `.each` stand between the name and them. */
const titles = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.test.ts') && !path.startsWith('services'))
  .flatMap(path => [
    ...readFileSync(join(root, path), 'utf8').matchAll(
      /(?:^|[\s)])(?:(?:test|describe)[.\w]*)?\(\s*['"`](T\d+[^'"`\n]*)/gm,
    ),
  ])
  .flatMap(([, title]) => title?.match(/\bT\d+\b/g) ?? [])

describe('requirements', () => {
  test('are listed', () => {
    expect(listed.length).toBeGreaterThan(25)
    expect(new Set(listed).size).toBe(listed.length)
  })

  test.each(listed)('%s has a test', number => {
    expect(titles).toContain(number)
  })
})
