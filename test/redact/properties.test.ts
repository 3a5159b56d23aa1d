// Properties over made-up texts: pieces of any size, masking twice, reading back, lines kept.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PLATFORMS } from '../../src/model/platform.ts'
import { REDACTION_LEVELS } from '../../src/model/redaction.ts'
import { createRedactor, redactText } from '../../src/redact/redactor.ts'
import { unredact } from '../../src/redact/unredact.ts'
import { canariesOf } from './canaries.ts'
import { testMap } from './keyed.ts'

const octet = fc.integer({ min: 0, max: 255 })
const ipv4 = fc.tuple(octet, octet, octet, octet).map(parts => parts.join('.'))
const hextet = fc.integer({ min: 0, max: 0xffff }).map(value => value.toString(16))
const ipv6 = fc.oneof(
  fc.array(hextet, { minLength: 8, maxLength: 8 }).map(parts => parts.join(':')),
  fc.tuple(hextet, hextet, hextet).map(([a, b, c]) => `${a}:${b}::${c}`),
)
const name = fc.stringMatching(/^[a-z]{2,6}-[a-z0-9]{1,6}$/)
const blank = fc.constantFrom(' ', ' ', ' ', '  ', '\t')
const canary = fc.constantFrom(...PLATFORMS.flatMap(platform => canariesOf(platform, 7).map(one => one.text)))

/** Lines as devices print them, with names and addresses in, and some that nothing prints. */
const line = fc.oneof(
  canary,
  canary,
  name.map(host => `hostname ${host}`),
  name.map(host => `${host}#show version`),
  fc
    .tuple(name, ipv4)
    .map(([user, address]) => `%SYS-5-CONFIG_I: Configured from console by ${user} on vty0 (${address})`),
  ipv4.map(address => ` ip address ${address} 255.255.255.0`),
  ipv6.map(address => ` ipv6 address ${address}/64`),
  name.map(host => `license smart url https://${host}.example.net/SmartTransport`),
  name.map(vrf => `vrf definition ${vrf}`),
  name.map(words => ` description to ${words} and back`),
  fc.constantFrom(
    '',
    '!',
    'UDI: PID:C9300-24T,SN:FCW2301L0A1',
    '  Smart Account: ACME Industries',
    'banner motd ^C',
    'keep out ^C',
  ),
  fc
    .array(
      fc.oneof(name, ipv4, fc.constantFrom('password', 'key', '7', 'secret', 'community', '"', ':', '=')),
      { maxLength: 4 },
    )
    .chain(words => blank.map(mark => words.join(mark))),
  fc.string({ maxLength: 40 }).map(text => text.replaceAll('\n', ' ')),
)
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n', '\r\r\n'), fc.boolean())
  .map(([lines, ending, last]) => lines.join('\n').replaceAll('\n', ending) + (last ? ending : ''))

describe.each(REDACTION_LEVELS)('level %s', level => {
  test('pieces of any size give the same text', () => {
    fc.assert(
      fc.property(
        text,
        fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 8 }),
        (whole, sizes) => {
          const map = testMap()
          const expected = redactText(whole, { level, map, raw: true })
          const redactor = createRedactor({ level, map: testMap(), raw: true })
          let out = ''
          for (let at = 0, turn = 0; at < whole.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1
            out += redactor.push(whole.slice(at, at + size))
            at += size
          }
          expect(out + redactor.finish()).toBe(expected)
        },
      ),
      { numRuns: 300, seed: 11 },
    )
  })

  test('masking twice is masking once', () => {
    fc.assert(
      fc.property(text, whole => {
        const map = testMap()
        const once = redactText(whole, { level, map })
        expect(redactText(once, { level, map })).toBe(once)
      }),
      // A fixed seed: which texts are tried does not depend on the day.
      { numRuns: 300, seed: 11 },
    )
  })

  test('no line end is lost, and the map reads back all but the secrets', () => {
    fc.assert(
      fc.property(text, whole => {
        const map = testMap()
        const masked = redactText(whole, { level, map, raw: true })
        expect(masked.split('\n')).toHaveLength(whole.split('\n').length)
        if (level !== 'secrets') {
          const secrets = redactText(whole)
          expect(unredact(masked, map.entries()).toLowerCase()).toBe(secrets.toLowerCase())
        }
      }),
      { numRuns: 300, seed: 11 },
    )
  })
})
