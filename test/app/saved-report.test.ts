// Saved runs in files: what is wrong is said with the file's name.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { assertFresh, readSavedReport } from '../../src/app/saved-report.ts'
import { formatJson } from '../../src/report/json.ts'
import { healthy, reportOf } from '../report/sample.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'smartlic-saved-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const report = reportOf(healthy)
const nothing = Readable.from([])

test('from a file, and from standard input in pieces that part characters', async () => {
  const text = formatJson(reportOf({ ...healthy, model: 'C9500 – ü' }))
  await writeFile(join(dir, 'run.json'), text)
  expect(formatJson(await readSavedReport(join(dir, 'run.json'), nothing))).toBe(text)
  const bytes = Buffer.from(text)
  const pieces = Readable.from(Array.from({ length: bytes.length }, (_, at) => bytes.subarray(at, at + 1)))
  expect(formatJson(await readSavedReport('-', pieces))).toBe(text)
})

test('the file is named', async () => {
  await writeFile(join(dir, 'x'), 'no JSON')
  await expect(readSavedReport(join(dir, 'x'), nothing)).rejects.toThrow(
    /\/x is no saved report: give a file/,
  )
  await expect(readSavedReport(dir, nothing)).rejects.toThrow(/it is a directory/)
  await expect(readSavedReport('-', Readable.from(['']))).rejects.toThrow('standard input is empty')
})

test('a run that is too old, or of an unknown time, is not taken for the present', () => {
  const at = (seconds: number) => new Date(Date.parse(report.run.started_at) + seconds * 1000)
  expect(() => assertFresh(report, 60, at(60))).not.toThrow()
  expect(() => assertFresh(report, 60, at(61))).toThrow(/61 s ago, and may be 60 s old at most/)
  const timeless = { ...report, run: { ...report.run, started_at: '' } }
  expect(() => assertFresh(timeless, 60, at(0))).toThrow(/does not say when it was/)
})
