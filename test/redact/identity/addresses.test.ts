// Addresses: what two of them share their pseudonyms share, special ones stay, every spelling reads back.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseIpv4 } from '../../../src/redact/identity/ipv4.ts'
import { parseIpv6, printIpv6 } from '../../../src/redact/identity/ipv6.ts'
import { testMap } from '../keyed.ts'

/** How many leading bits two addresses have in common. */
function shared(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at += 1) {
    const differ = (a[at] ?? 0) ^ (b[at] ?? 0)
    if (differ !== 0) return at * 8 + Math.clz32(differ) - 24
  }
  return a.length * 8
}

const byte = fc.integer({ min: 0, max: 255 })
const bytesOf = (text: string): number[] => parseIpv4(text) ?? parseIpv6(text) ?? []

describe('IPv4', () => {
  test('keeps shared prefixes and gives different addresses different pseudonyms', () => {
    const map = testMap()
    fc.assert(
      fc.property(byte, byte, byte, byte, fc.integer({ min: 0, max: 31 }), (a, b, c, d, bit) => {
        const one = [a, b, c, d]
        const other = one.map((value, at) => (at === bit >> 3 ? value ^ (0x80 >> (bit & 7)) : value))
        const [first, second] = [one, other].map(bytes => map.of('ipv4', bytes.join('.')))
        // Masks stay, whatever their neighbours become.
        const unmoved = [one, other].some((bytes, at) => bytes.join('.') === [first, second][at])
        if (!unmoved) expect(shared(bytesOf(first ?? ''), bytesOf(second ?? ''))).toBe(bit)
      }),
    )
  })

  test.each([
    '0.0.0.0', '127.0.0.1', '169.254.7.9', '224.0.0.5', '239.1.2.3', '255.255.255.255', '255.255.255.0', '255.255.252.0',
    '128.0.0.0', '0.0.0.255', '0.0.3.255', '31.255.255.255',
  ])('%s is kept', address => expect(testMap().of('ipv4', address)).toBe(address)) // biome-ignore format: a list

  test.each([
    ['10.1.2.3', /^10\./],
    ['172.20.2.3', /^172\.(1[6-9]|2\d|3[01])\./],
    ['192.168.7.3', /^192\.168\./],
    ['100.64.9.3', /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./],
  ])('%s stays in its private range and moves in it', (address, range) => {
    const put = testMap().of('ipv4', address)
    expect(put).toMatch(range)
    expect(put).not.toBe(address)
    expect(put).toMatch(/\.3$/)
  })

  test('nothing public becomes private or special', () => {
    const map = testMap()
    for (const first of [1, 8, 9, 11, 126, 128, 169, 172, 191, 192, 198, 203, 223]) {
      const put = map.of('ipv4', `${first}.17.33.4`)
      expect(put).not.toMatch(/^(0|10|127|22[4-9]|2[3-5]\d)\.|^192\.168\.|^169\.254\./)
    }
  })

  test('another secret gives other pseudonyms', () => {
    const addresses = Array.from({ length: 20 }, (_, at) => `203.0.113.${at}`.replace('113', String(at + 1)))
    const [one, other] = ['a', 'b'].map(secret => addresses.map(text => testMap(secret).of('ipv4', text)))
    expect(one).not.toEqual(other)
  })
})

describe('IPv6', () => {
  test.each(['::', '::1', 'ff02::1', 'FF02::1:FF00:1', 'fe80::1', '::ffff:127.0.0.1'])(
    '%s is kept',
    address => {
      expect(testMap().of('ipv6', address)).toBe(address)
    },
  )

  test('keeps shared prefixes up to the subnet, `::1` stays `::1`, and global stays global', () => {
    const map = testMap()
    const [a, b, c] = ['2001:db8:1:2::1', '2001:db8:1:3::1', '2001:db8:1:2::2'].map(text =>
      map.of('ipv6', text),
    )
    expect(shared(bytesOf(a ?? ''), bytesOf(b ?? ''))).toBe(63)
    expect(shared(bytesOf(a ?? ''), bytesOf(c ?? ''))).toBe(126)
    expect(a).toMatch(/^[23].*::1$/)
    expect(map.of('ipv6', 'fd12:3456:789a::1')).toMatch(/^fd/)
  })

  test('the MAC address inside an identifier follows its own pseudonym', () => {
    const map = testMap()
    const mac = bytesOf('::')
      .slice(0, 0)
      .concat(
        ...map
          .of('mac', '70:d3:79:01:02:03')
          .split(':')
          .map(part => Number.parseInt(part, 16)),
      )
    const bytes = bytesOf(map.of('ipv6', 'fe80::72d3:79ff:fe01:203'))
    expect(bytes.slice(0, 2)).toEqual([0xfe, 0x80])
    expect([(bytes[8] ?? 0) ^ 2, bytes[9], bytes[10], ...bytes.slice(13)]).toEqual(mac)
  })

  test('capitals stay capitals; the shortest form is printed', () => {
    expect(printIpv6(bytesOf('2001:0DB8:0:0:1:0:0:1'), '2001:DB8::1')).toBe('2001:DB8::1:0:0:1')
    expect(testMap().of('ipv6', '2001:DB8:ABCD::1')).toMatch(/^[0-9A-F:]+$/)
  })

  test.each(['1::2::3', '12345::', '1:2:3', ':::', '1:2:3:4:5:6:7:8:9', '::1.2.3.256', 'g::1'])(
    '%s is no address',
    text => {
      expect(parseIpv6(text)).toBeUndefined()
    },
  )
})

describe('MAC', () => {
  test.each([
    'ffff.ffff.ffff',
    '01:00:5e:00:00:05',
    '33-33-00-00-00-01',
    '0000.0c07.ac0a',
    '00:00:5e:00:01:0a',
    '0000.0000.0000',
  ])('%s is kept', address => expect(testMap().of('mac', address)).toBe(address))

  test('one maker stays one maker, whatever the spelling', () => {
    const map = testMap()
    const [dots, colons] = [map.of('mac', '70d3.7901.0203'), map.of('mac', '70:D3:79:AA:BB:CC')]
    expect(colons.replaceAll(':', '').slice(0, 6).toLowerCase()).toBe(dots.replaceAll('.', '').slice(0, 6))
    expect(dots).toMatch(/^[0-9a-f]{4}(\.[0-9a-f]{4}){2}$/)
    expect(colons).toMatch(/^[0-9A-F]{2}(:[0-9A-F]{2}){5}$/)
  })
})
