// Reports in files: complete or not at all; errors name the file.
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { destinationsOf } from '../../src/cli/destinations.ts'
import type { Format } from '../../src/cli/formats.ts'
import { writeReport, writeText } from '../../src/cli/output.ts'
import { createTheme } from '../../src/cli/theme.ts'
import { healthy, reportOf } from '../report/sample.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'smartlic-output-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

test('replaces a file, keeps its mode and leaves nothing beside it', async () => {
  const file = join(dir, 'report.txt')
  await writeFile(file, 'old', { mode: 0o640 })
  await writeText('new', file)
  expect(await readFile(file, 'utf8')).toBe('new')
  expect((await stat(file)).mode & 0o777).toBe(0o640)
  expect(await readdir(dir)).toEqual(['report.txt'])
})

test('a link stays a link', async () => {
  await writeFile(join(dir, 'target'), 'old')
  await symlink(join(dir, 'target'), join(dir, 'link'))
  await writeText('new', join(dir, 'link'))
  expect(await readFile(join(dir, 'target'), 'utf8')).toBe('new')
})

test('a missing directory is named', async () => {
  await expect(writeText('x', join(dir, 'no', 'file'))).rejects.toThrow(/no\/file \(ENOENT\)/)
})

const options = { theme: () => createTheme({ stream: {}, plain: true }) }
const report = reportOf(healthy)
const read = (name: string) => readFile(join(dir, name), 'utf8')

test('the file ending chooses the format, the option outranks it', async () => {
  const write = (name: string, format?: Format) =>
    writeReport(report, destinationsOf(format, [join(dir, name)]), options)
  await write('a.json')
  expect(JSON.parse(await read('a.json')).schema).toBe('smartlic.report/v1')
  await write('a.md')
  expect(await read('a.md')).toMatch(/^# /)
  await write('b.json', 'text')
  expect(await read('b.json')).toMatch(/HEALTHY/)
})

test('several reports of one run; one that cannot be written keeps no other from it', async () => {
  const outputs = [`json=${join(dir, 'no', 'x')}`, `csv=${join(dir, 'a')}`, `prometheus=${join(dir, 'b')}`]
  await expect(writeReport(report, destinationsOf(undefined, outputs), options)).rejects.toThrow(/no\/x/)
  expect(await read('a')).toMatch(/^"device",/)
  expect(await read('b')).toContain('smartlic_device_success')
  expect((await readdir(dir)).sort()).toEqual(['a', 'b'])
})
