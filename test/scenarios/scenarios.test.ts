// Whole-CLI cases kept as text: every *.yaml beside this file holds a list of them.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { buildWhenStale, smartlic } from './run.ts'

interface Scenario {
  readonly name: string
  /** The command line as typed; words in double quotes stay together. */
  readonly run: string
  readonly stdin?: string
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly exit: number
  /** Texts that must appear, in this order. An empty list: nothing at all is printed. */
  readonly stdout?: readonly string[]
  readonly stderr?: readonly string[]
  /** Texts that must not appear on stdout. */
  readonly absent?: readonly string[]
}

beforeAll(buildWhenStale)

const here = fileURLToPath(new URL('.', import.meta.url))

for (const file of readdirSync(here).filter(name => name.endsWith('.yaml'))) {
  const scenarios = parse(readFileSync(`${here}${file}`, 'utf8')) as Scenario[]
  describe(file, () => {
    test.each(scenarios.map(scenario => [scenario.name, scenario] as const))(
      '%s',
      async (_name, scenario) => {
        const [program, ...args] = words(scenario.run)
        expect(program).toBe('smartlic')
        const { name: _, run: __, ...rest } = scenario
        const result = await smartlic({ args, ...rest })
        expect(result.code, `stdout:\n${result.stdout}\nstderr:\n${result.stderr}`).toBe(scenario.exit)
        inOrder(result.stdout, scenario.stdout)
        inOrder(result.stderr, scenario.stderr)
        for (const text of scenario.absent ?? []) expect(result.stdout).not.toContain(text)
      },
    )
  })
}

function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
}

function inOrder(text: string, parts: readonly string[] | undefined): void {
  if (parts === undefined) return
  if (parts.length === 0) expect(text).toBe('')
  let from = 0
  for (const part of parts) {
    const at = text.indexOf(part, from)
    expect(at, `"${part}" in its place in:\n${text}`).toBeGreaterThanOrEqual(0)
    from = at + part.length
  }
}
