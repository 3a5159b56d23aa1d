// What changes by itself is no change: the table fits the schema, and a device read twice gives no difference.
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { factsOf } from '../../../src/app/judge.ts'
import { compareFacts } from '../../../src/diagnose/compare/index.ts'
import { isNoise, LIST_NAMES, NOISE } from '../../../src/diagnose/compare/noise.ts'
import { renderDevice } from '../../../src/lab/answer.ts'
import { loadDevices } from '../../../src/lab/load.ts'
import type { Capture } from '../../../src/model/capture.ts'
import { factSchema } from '../../../src/model/facts/schema.ts'
import { TIME_PATHS } from '../../../src/model/facts/time-paths.ts'

interface Place {
  readonly path: string
  readonly kind: 'leaf' | 'list'
  readonly fields: readonly string[]
}

/** Every leaf and every list of objects of the schema, elements as `*`. */
function placesOf(schema: z.ZodType, path: string): Place[] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([key, child]) =>
      placesOf(child as z.ZodType, path === '' ? key : `${path}.${key}`),
    )
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodObject) {
    const fields = Object.keys(schema.element.shape)
    return [{ path, kind: 'list', fields }, ...placesOf(schema.element, `${path}.*`)]
  }
  return [{ path, kind: 'leaf', fields: [] }]
}

const places = placesOf(factSchema, '')
const noisy = (path: string): boolean => isNoise(path.split('.'))

describe('the table', () => {
  test('names facts that are there, each with a reason', () => {
    for (const { path, reason } of NOISE) {
      expect(reason, path).not.toBe('')
      if (path.includes('**')) continue
      expect(
        places.map(one => one.path),
        path,
      ).toContain(path)
    }
  })

  test('every time that is no end of something is in it', () => {
    const kept = TIME_PATHS.filter(path => !noisy(path))
    expect(kept).toEqual([
      'device.boot_time',
      'license.registration.initial.at',
      'license.evaluation.expired_at',
      'license.trust_code.members.*.at',
      'license.trust_code.members.*.expires',
      'license.reservation.licenses.*.ends',
      'license.signing_cert_expires',
      'pki.certificates.*.valid_from',
      'pki.certificates.*.valid_until',
      'probe.tls.valid_until',
    ])
  })

  test('every list has names for its elements', () => {
    const unnamed = places.filter(
      ({ path, kind }) =>
        kind === 'list' &&
        !noisy(`${path}.*`) &&
        !path.startsWith('probe.') &&
        LIST_NAMES[path] === undefined,
    )
    expect(unnamed.map(({ path }) => path)).toEqual([])
    for (const [path, fields] of Object.entries(LIST_NAMES)) {
      const list = places.find(one => one.path === path)
      expect(list?.fields, path).toEqual(expect.arrayContaining([...fields]))
    }
  })
})

describe('a lab device read twice, hours apart', () => {
  const read = (device: ReturnType<typeof loadDevices>[number], now: Date) => {
    const captures = [...renderDevice(device, now)]
      .filter(([, text]) => !/^\s*%/m.test(text))
      .map(
        ([command, text]): Capture => ({
          command,
          text,
          status: 'ok',
          firstLine: 1,
          origin: device.id,
          finishedAt: now.getTime(),
        }),
      )
    return factsOf({ name: device.id, platform: device.persona, captures })
  }
  const devices = loadDevices()

  test('there are many', () => {
    expect(devices.length).toBeGreaterThan(100)
  })

  test.each(devices.map(device => [device.id, device] as const))('%s', (_id, device) => {
    const before = read(device, new Date('2026-01-20T10:15:30Z'))
    const after = read(device, new Date('2026-01-20T14:45:10Z'))
    // The history of a lab device is told from the present day, so its times move along; a real one's do not.
    const changes = compareFacts(before, after).filter(
      ({ path }) => !TIME_PATHS.includes(path.replace(/\[[^\]]*\]/g, '.*')),
    )
    expect(changes).toEqual([])
  })
})
