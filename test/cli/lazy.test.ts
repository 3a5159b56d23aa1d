// Start-up: a format is loaded when it is asked for, never with the command line.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const LOADED = ['base', 'destinations', 'errors', 'exit', 'flags', 'formats', 'monitoring', 'output', 'run']
const FORMAT =
  /report\/(?:html|csv|junit|sarif|prometheus|markdown|text|ndjson|saved|schema|monitoring\/\w+)\.ts'/

test('what every command loads imports no format but JSON', () => {
  const imports = LOADED.flatMap(name =>
    readFileSync(new URL(`../../src/cli/${name}.ts`, import.meta.url), 'utf8')
      .split('\n')
      .filter(line => /^(?:import|export|\}) (?!type ).*from '/.test(line))
      .map(line => `${name}.ts: ${line}`),
  )
  expect(imports).toContain("formats.ts: import { formatJson } from '../report/json.ts'")
  expect(imports.filter(line => FORMAT.test(line))).toEqual([])
})
