// The shared map: one name one pseudonym, saved and read again, and no two names alike.
import { expect, test } from 'vitest'
import { Pseudonyms } from '../../src/redact/pseudonyms.ts'
import { redactText } from '../../src/redact/redactor.ts'
import { unredact } from '../../src/redact/unredact.ts'
import { testMap } from './keyed.ts'

test('many redactors, one map', () => {
  const map = testMap()
  const masked = [
    'hostname edge-sw1\n',
    'edge-sw1#show clock\n',
    'x by edge-sw1 10.1.2.3\n',
    'ping 10.1.2.3\n',
  ].map(text => redactText(text, { level: 'identity', map, raw: true }))
  const host = map.of('host', 'edge-sw1')
  expect(masked.slice(0, 3).every(text => text.includes(host))).toBe(true)
  expect(masked.slice(2).every(text => text.includes(map.of('ipv4', '10.1.2.3')))).toBe(true)
  expect(map.size).toBe(2)
})

test('the order of the texts does not matter', () => {
  const texts = ['10.1.2.3 10.1.9.9 ssm.example.net\n', '10.1.9.9 proxy.example.net\n', 'username netops\n']
  const [one, other] = [testMap(), testMap()]
  const forward = texts.map(text => redactText(text, { level: 'identity', map: one, raw: true }))
  const backward = [...texts]
    .reverse()
    .map(text => redactText(text, { level: 'identity', map: other, raw: true }))
  expect(backward.reverse()).toEqual(forward)
})

test('a saved map goes on where it ended', () => {
  const first = testMap()
  const before = redactText('hostname edge-sw1\n', { level: 'identity', map: first })
  const hash = (text: string): Uint8Array => new TextEncoder().encode(text.padEnd(32, '#'))
  // Another key would give another pseudonym: this one comes from the saved entries.
  const again = new Pseudonyms(hash, first.entries())
  expect(redactText('hostname edge-sw1\nseen by edge-sw1\n', { level: 'identity', map: again })).toBe(
    `${before}seen by ${first.of('host', 'edge-sw1')}\n`,
  )
})

test('names whose hashes meet get different pseudonyms', () => {
  const map = new Pseudonyms(text =>
    new Uint8Array(32).fill(/ 0 /.test(text) ? 1 : (text.codePointAt(text.length - 1) ?? 0)),
  )
  expect(map.of('user', 'anna')).not.toBe(map.of('user', 'berta-b'))
  expect(map.entries()).toHaveLength(2)
})

test('everyday words are no names to look for elsewhere', () => {
  const map = testMap()
  for (const name of ['admin', 'cisco', 'Mgmt-vrf', 'network-advantage', 'CiscoTAC-1', 'C9300'])
    map.learn('user', name)
  expect(
    ['admin', 'cisco', 'Mgmt-vrf', 'network-advantage', 'CiscoTAC-1', 'C9300'].map(name => map.learnt(name)),
  ).toEqual(Array.from({ length: 6 }))
  map.learn('user', 'svc-backup')
  expect(map.learnt('svc-backup')).toBe('user')
})

test('reading back touches whole words of the map only', () => {
  const map = [
    { kind: 'ipv4', pseudonym: '10.9.8.7', original: '10.1.2.3' },
    { kind: 'ipv4', pseudonym: '10.1.2.3', original: '10.4.5.6' },
    { kind: 'host', pseudonym: 'host-0123abcd', original: 'edge' },
    { kind: 'ipv6', pseudonym: '2001:db8:9::', original: '2001:db8:1::' },
    { kind: 'mac', pseudonym: '0011.2233.4455', original: '70d3.7901.0203' },
  ] as const
  expect(
    unredact(
      '10.9.8.7/24 110.9.8.7 10.9.8.77 host-0123abcd.x host-99999999 2001:db8:9::/48 0011.2233.4455 <password hidden>',
      map,
    ),
  ).toBe(
    '10.1.2.3/24 110.9.8.7 10.9.8.77 edge.x host-99999999 2001:db8:1::/48 70d3.7901.0203 <password hidden>',
  )
})
