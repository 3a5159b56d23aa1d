// The last column of requirements.md: which test files carry a requirement's number. Run it to write the column anew.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..')
export const TABLE = join(here, 'requirements.md')

/** The quoted words of every `test(...)` and `describe(...)`; tables of `.each` stand between the name and them. */
const TITLE = /(?:^|[\s)])(?:(?:test|describe)[.\w]*)?\(\s*['"`](T\d+[^'"`\n]*)/gm

/** Test files by requirement, `T7` -> sorted paths below test/. */
export function testsByRequirement() {
  const found = new Map()
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  for (const path of files.filter(file => file.endsWith('.test.ts')).sort()) {
    for (const [, title] of readFileSync(join(root, path), 'utf8').matchAll(TITLE)) {
      for (const number of title.match(/\bT\d+\b/g) ?? [])
        found.set(number, [...new Set([...(found.get(number) ?? []), path.replaceAll('\\', '/')])])
    }
  }
  return found
}

/** @returns {{ number: string, priority: string, code: string[], tests: string[] }[]} */
export function rows() {
  const quoted = cell => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text)
  return [...readFileSync(TABLE, 'utf8').matchAll(/^\| (T\d+) \| (P\d) \| .+? \| (`.*`) \| (.*) \|$/gm)].map(
    ([, number, priority, code, tests]) => ({ number, priority, code: quoted(code), tests: quoted(tests) }),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const tests = testsByRequirement()
  const text = readFileSync(TABLE, 'utf8').replace(
    /^(\| (T\d+) \| P\d \| .+? \| `.*` \|) .*\|$/gm,
    (_row, start, number) => `${start} ${(tests.get(number) ?? []).map(path => `\`${path}\``).join(', ')} |`,
  )
  writeFileSync(TABLE, text)
}
