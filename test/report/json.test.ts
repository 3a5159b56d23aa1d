// The report for a program follows its published schema.
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { formatJson } from '../../src/report/json.ts'
import { reportSchema } from '../../src/report/schema.ts'
import { critical, healthy, planned, reportOf, unreadable, warning } from './sample.ts'

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(reportSchema)

describe('schema', () => {
  test('accepts every sample as it is printed', () => {
    const printed: unknown = JSON.parse(formatJson(reportOf(critical, planned, healthy, unreadable, warning)))
    validate(printed)
    expect(validate.errors).toBeNull()
  })

  test('refuses an unknown key, a wrong status and a missing part', () => {
    expect(validate({ ...reportOf(healthy), extra: 1 })).toBe(false)
    expect(validate(reportOf({ ...healthy, status: 'fine' as 'healthy' }))).toBe(false)
    expect(validate({ schema: 'smartlic.report/v1', devices: [] })).toBe(false)
    const { risk: _, ...plan } = planned.plan ?? {}
    expect(validate(reportOf({ ...planned, plan: plan as never }))).toBe(false)
    expect(validate({ ...reportOf(healthy), schema: 'smartlic.report/v2' })).toBe(false)
  })
})

test('control characters are gone, line ends stay', () => {
  const text = formatJson(reportOf({ ...healthy, hostname: 'a\u001b[31mb\u0007', model: 'x\ny' }))
  const device = JSON.parse(text).devices[0]
  expect(device.hostname).toBe('ab')
  expect(device.model).toBe('x\ny')
})

test('the trace stays inside', () => {
  expect(formatJson(reportOf(critical))).not.toContain('"trace"')
})
