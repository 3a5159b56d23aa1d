// The path over whole devices: nothing is called good without a line that proves it, and knowing less never looks better.
import { describe, expect, test } from 'vitest'
import { shippedRules } from '../../../src/app/rules.ts'
import { derive } from '../../../src/diagnose/derive/index.ts'
import { diagnose } from '../../../src/diagnose/index.ts'
import { describePath } from '../../../src/diagnose/path/index.ts'
import { loadDevices } from '../../../src/lab/load.ts'
import type { FactStore, Missing } from '../../../src/model/facts/store.ts'
import type { PathHop } from '../../../src/model/report.ts'
import { assemble } from '../../../src/parse/assemble.ts'
import { saved } from '../../e2e/saved.ts'

const { set: rules } = await shippedRules()
const devices = loadDevices().map(device => [device.id, assemble(saved(device))] as const)

function pathOf(store: FactStore): readonly PathHop[] {
  const full = derive(store)
  return describePath(full, diagnose(full, rules))
}

describe.each(devices)('%s', (_id, store) => {
  const path = pathOf(store)

  test('what is ok or broken has a line that proves it, what is unknown or not needed says why', () => {
    for (const { hop, status, note, evidence } of path) {
      if (status === 'ok' || status === 'broken') expect(evidence.length, `${hop} ${note}`).toBeGreaterThan(0)
      expect(note, hop).not.toMatch(/^$|undefined|<[A-Z]+>/)
    }
  })

  test('behind the first broken hop nothing is ok by configuration', () => {
    const first = path.findIndex(hop => hop.status === 'broken')
    for (const { hop, status, evidence } of first < 0 ? [] : path.slice(first + 1)) {
      if (status !== 'ok' || !['route', 'dns', 'proxy', 'tcp', 'tls', 'crl'].includes(hop)) continue
      expect(evidence.map(line => line.command).join(), hop).not.toContain('running-config')
    }
  })

  test('a part that was not read makes no hop better', () => {
    const before = new Map(path.map(hop => [hop.hop, hop.status]))
    // Without a platform captures are not judged at all, and what was collected is always known.
    const parts = Object.keys(store.facts).filter(key => key !== 'device' && key !== 'collection')
    for (const part of parts) {
      for (const { hop, status, evidence } of pathOf(without(store, part))) {
        const was = before.get(hop)
        // A cause that can no longer be told leaves the device's own words, or what it accounted for.
        if (status === 'broken' && evidence.length > 0) continue
        // That a hop is not part of the way may be forgotten; then what proves it is a line.
        if (was === 'not-needed' && status === 'ok' && evidence.length > 0) continue
        expect(['unknown', was], `${part} taken away: ${hop} was ${was}`).toContain(status)
      }
    }
  })
})

function without(store: FactStore, part: string): FactStore {
  const facts = Object.fromEntries(Object.entries(store.facts).filter(([key]) => key !== part))
  const missing = new Map<string, Missing>([
    ...store.missing,
    [part, { reason: 'not read', command: 'show' }],
  ])
  return { facts, sources: store.sources, missing }
}
