// What a run logged in with is masked in what devices say, also where a terminal wrapped it; words any device prints are not.
import { describe, expect, test } from 'vitest'
import { OwnSecrets } from '../../../src/app/collect/own-secrets.ts'
import type { CaptureSet } from '../../../src/model/capture.ts'
import type { Target } from '../../../src/session/device.ts'

const PASSWORD = 'Tr0ub4dor-and-3'

function known(password: string, more: Partial<Target['credentials']> = {}): OwnSecrets {
  const own = new OwnSecrets()
  own.watch({ name: 'sw1', host: '192.0.2.1', port: 22, credentials: { username: 'noc', password, ...more } })
  return own
}

const said = (text: string): CaptureSet => ({
  platform: undefined,
  name: 'sw1',
  captures: [{ command: 'show version', status: 'ok', text, firstLine: 1, origin: 'sw1' }],
})

const maskedText = (own: OwnSecrets, text: string): string | undefined =>
  own.masked(said(text)).captures[0]?.text

describe('captures', () => {
  test('that do not hold it are the same', () => {
    const set = said('uptime is 5 weeks\n')
    expect(known(PASSWORD).masked(set)).toBe(set)
  })

  test('that hold it, whole and wrapped at 80 columns in any place', () => {
    expect(maskedText(known(PASSWORD), `a ${PASSWORD} b\n`)).toBe('a <password hidden> b\n')
    for (let at = 1; at < PASSWORD.length; at += 1) {
      const text = `${'x'.repeat(80 - at - 1)} ${PASSWORD.slice(0, at)}\n${PASSWORD.slice(at)} y\n`
      const shown = maskedText(known(PASSWORD), text) ?? ''
      expect(shown.replace(/\s/g, '')).not.toContain(PASSWORD)
      expect(shown).toContain('hidden>')
    }
  })

  test('of a device whose password is a word that every device prints are not taken apart', () => {
    const set = said('cisco C9300-24T (X86) processor\nBridging software, admin\n')
    for (const word of ['cisco', 'Admin', 'switch', 'license', '123456'])
      expect(known(word).masked(set)).toBe(set)
  })
})

test('an answer at the login and what jump hosts are logged in with count, too', async () => {
  const own = new OwnSecrets()
  const target = own.watch({
    name: 'sw1',
    host: '192.0.2.1',
    port: 22,
    credentials: { username: 'noc', enableSecret: 'en4ble-Zauber', interact: async () => ['914713'] },
    jump: [
      { name: 'j', host: '192.0.2.2', port: 22, credentials: { username: 'ops', password: 'ju-mp-9-host' } },
    ],
  })
  await target.credentials.interact?.({ host: '192.0.2.1', instructions: '', questions: [] })
  const text = 'en4ble-Zauber, 914713 and ju-mp-9-host\n'
  expect(maskedText(own, text)).toBe('<password hidden>, <password hidden> and <password hidden>\n')
})

test('what a person is told of a device', () => {
  const own = known(PASSWORD)
  const problem = { kind: 'lost', message: `its last line is "${PASSWORD}"` }
  const event = { type: 'done' as const, device: 'sw1', set: { ...said(''), problem }, finished: 1, of: 1 }
  expect(JSON.stringify(own.told(event))).not.toContain(PASSWORD)
  expect(own.told({ type: 'retry', device: 'sw1', reason: `lost after ${PASSWORD}` })).toEqual({
    type: 'retry',
    device: 'sw1',
    reason: 'lost after <password hidden>',
  })
})
