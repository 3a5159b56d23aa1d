// One line a device, by its published schema.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { openDeviceStream } from '../../src/cli/stream.ts'
import { deviceLine } from '../../src/report/ndjson.ts'
import { deviceSchema } from '../../src/report/schema.ts'
import { critical, healthy, planned, unreadable, warning } from './sample.ts'

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(deviceSchema)

test('each line follows the schema and holds no line end of its own', () => {
  for (const device of [critical, healthy, planned, unreadable, warning]) {
    const line = deviceLine({ ...device, model: 'a\nb' })
    expect(line.split('\n')).toHaveLength(2)
    expect(validate(JSON.parse(line)) ? null : validate.errors).toBeNull()
    expect(line).not.toContain('"trace"')
  }
  expect(validate({ ...healthy, schema: 'smartlic.device/v2' })).toBe(false)
})

test('a file grows line by line, and an unreadable device may count as critical', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smartlic-stream-'))
  try {
    const file = join(folder, 'run.ndjson')
    const stream = await openDeviceStream(file, 'critical')
    await stream.write(healthy)
    expect((await readFile(`${file}.part`, 'utf8')).trim().split('\n')).toHaveLength(1)
    await Promise.all([stream.write(unreadable), stream.write(warning)])
    await stream.close()
    const lines = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(line => line.name)).toEqual([healthy.name, unreadable.name, warning.name])
    expect(lines[1].status).toBe('critical')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a place that cannot be written is told before the work', async () => {
  await expect(openDeviceStream('/nonexistent/run.ndjson', 'unknown')).rejects.toThrow(
    /cannot write the report to \/nonexistent\/run\.ndjson \(ENOENT\)/,
  )
})
