// A disk that fills up: told in a sentence, and no half report under the name of a whole one.
import { existsSync } from 'node:fs'
import { type FileHandle, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { assertWritable, writeText } from '../../src/cli/output.ts'
import { openDeviceStream } from '../../src/cli/stream.ts'
import { critical, healthy, warning } from '../report/sample.ts'

let dir = ''
let file = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'smartlic-full-'))
  file = join(dir, 'run.ndjson')
  await writeFile(file, 'the last report\n')
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(dir, { recursive: true, force: true })
})

/** The next write of this kind leaves half of it and finds no more room. */
async function fillUp(method: 'writeFile' | 'appendFile', code = 'ENOSPC'): Promise<void> {
  const probe = await open(file)
  const prototype = Object.getPrototypeOf(probe) as FileHandle
  await probe.close()
  vi.spyOn(prototype, method).mockImplementationOnce(async function (this: FileHandle, text) {
    await this.write(String(text).slice(0, 20))
    throw Object.assign(new Error(code), { code })
  })
}

describe('T43 a full disk', () => {
  test.each([
    ['ENOSPC', 'the disk is full'],
    ['EDQUOT', 'the disk quota is used up'],
    ['EFBIG', 'it grew larger than files may be here'],
  ])('leaves the last report and nothing beside it: %s', async (code, words) => {
    await fillUp('writeFile', code)
    await expect(writeText('the next report\n', file)).rejects.toThrow(
      `cannot write the report to ${file} (${code}): ${words}; make room, or write elsewhere with --output`,
    )
    expect(await readdir(dir)).toEqual(['run.ndjson'])
    expect(await readFile(file, 'utf8')).toBe('the last report\n')
  })

  test('leaves whole lines of a growing report under another name', async () => {
    const stream = await openDeviceStream(file, 'unknown')
    await stream.write(healthy)
    await fillUp('appendFile')
    await expect(stream.write(critical)).rejects.toThrow(
      `(ENOSPC): the disk is full; make room, or write elsewhere with --output; ${file}.part holds the device read so far`,
    )
    await expect(stream.write(warning)).rejects.toThrow('ENOSPC')
    await stream.close()
    expect(await readFile(file, 'utf8')).toBe('the last report\n')
    const lines = (await readFile(`${file}.part`, 'utf8')).split('\n')
    expect(lines.map(line => (line === '' ? '' : JSON.parse(line).name))).toEqual([healthy.name, ''])
  })

  test('a whole growing report takes its name at the end', async () => {
    const stream = await openDeviceStream(file, 'unknown')
    await Promise.all([stream.write(healthy), stream.write(warning)])
    expect(await readFile(file, 'utf8')).toBe('the last report\n')
    await stream.close()
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3)
    expect(await readdir(dir)).toEqual(['run.ndjson'])
  })

  test('there is room in the folder of the tests', async () => {
    await expect(assertWritable(file)).resolves.toBeUndefined()
  })

  test.skipIf(!existsSync('/dev/full'))('of the operating system', async () => {
    await expect(writeText('x', '/dev/full')).rejects.toThrow(/\/dev\/full \(ENOSPC\): the disk is full/)
    const stream = await openDeviceStream('/dev/full', 'unknown')
    await expect(stream.write(healthy)).rejects.toThrow(/\/dev\/full \(ENOSPC\): the disk is full/)
  })
})
