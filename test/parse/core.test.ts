// Text, time, indentation and URL tools that every parser stands on.
import { describe, expect, test } from 'vitest'
import { readBlocks } from '../../src/parse/indent.ts'
import { indentOf, isNothing, keyValue, stripControls, toLines } from '../../src/parse/text.ts'
import { parseTime, wallToEpoch } from '../../src/parse/time.ts'
import { CLOUD_URL, readDestination, splitUrl } from '../../src/parse/url.ts'
import { FactCollector } from '../../src/parse/writer.ts'

describe('text', () => {
  test('escapes, backspaces and odd line ends go, text stays', () => {
    expect(stripControls('\u001b[1mhost\u001b[0m#sho\bow\r\r\nline\r\n\u0007end\u0000')).toBe(
      'host#show\nline\nend',
    )
  })
  test('a backspace never eats the line above', () => {
    expect(stripControls('ab\n\b\bc')).toBe('ab\nc')
  })
  test('lines keep their number and lose trailing blanks', () => {
    expect(toLines('a  \n\n b\n', 7)).toEqual([
      { number: 7, text: 'a' },
      { number: 8, text: '' },
      { number: 9, text: ' b' },
    ])
  })
  test.each(['<none>', '<empty>', 'None', 'Not yet set up', '', 'n/a'])('%j is nothing', value => {
    expect(isNothing(value)).toBe(true)
  })
  test('key and value split at the first colon', () => {
    expect(keyValue('  URL: https://a:8443/x')).toEqual({ key: 'URL', value: 'https://a:8443/x' })
    expect(keyValue('no colon')).toBeUndefined()
    expect(indentOf(' \ta')).toBe(9)
  })
})

describe('time', () => {
  test.each([
    ['Jun 22 16:15:41 2022 UTC', '2022-06-22T16:15:41', 'UTC'],
    ['Wed Dec 17 2014 13:07:23 PST', '2014-12-17T13:07:23', 'PST'],
    ['*16:15:41.123 UTC Wed Jun 22 2022', '2022-06-22T16:15:41', 'UTC'],
    ['.06:01:02 MET-DST Sun Jan  4 2026', '2026-01-04T06:01:02', 'MET-DST'],
    ['2015-01-12 21:06:56', '2015-01-12T21:06:56', ''],
    ['2021-11-17 03:31:32.920 UTC', '2021-11-17T03:31:32', 'UTC'],
    ['2022 Jun 22 16:15:44', '2022-06-22T16:15:44', ''],
  ])('%s', (printed, wall, zone) => {
    expect(parseTime(printed)).toEqual({ wall, zone })
  })
  test.each([
    'n/a',
    '<none>',
    'Jun 32 16:15:41 2022 UTC',
    'Foo 22 16:15:41 2022',
    '25:00:00 UTC Wed Jun 22 2022',
  ])('%j is no time', printed => {
    expect(parseTime(printed)).toBeUndefined()
  })
  test('differences are in seconds', () => {
    expect(wallToEpoch('2022-06-23T00:00:00') - wallToEpoch('2022-06-22T00:00:00')).toBe(86_400)
    expect(wallToEpoch('')).toBeNaN()
  })
})

describe('indentation tree', () => {
  test('sub-modes nest and separators end them', () => {
    const blocks = readBlocks(toLines('call-home\n profile A\n  active\n !\n!\nntp server 192.0.2.1'))
    expect(blocks.map(block => block.text)).toEqual(['call-home', '!', 'ntp server 192.0.2.1'])
    expect(blocks[0]?.children.map(block => block.text)).toEqual(['profile A', '!'])
    expect(blocks[0]?.children[0]?.children[0]?.line.number).toBe(3)
  })
})

describe('URLs', () => {
  test('a whole URL splits, the path keeps its case', () => {
    expect(splitUrl('https://SSM.example.com/Transportgateway/services/DeviceRequestHandler')).toEqual({
      scheme: 'https',
      host: 'ssm.example.com',
      port: 443,
      path: '/Transportgateway/services/DeviceRequestHandler',
      ip_literal: false,
    })
    expect(splitUrl('http://[2001:db8::1]:8182/cslu/v1/pi')).toMatchObject({
      host: '2001:db8::1',
      port: 8182,
      ip_literal: true,
    })
  })
  test.each(['http:192.0.2.1:8182/cslu', 'httphttps://tools.cisco.com/', 'tools.cisco.com', ''])(
    '%j is malformed',
    url => {
      expect(splitUrl(url)).toMatchObject({ scheme: '', host: '' })
    },
  )
  test('a prefix of the right path is a cut capture, the right path is not', () => {
    expect(readDestination('CiscoTAC-1', CLOUD_URL.slice(0, -4)).cut).toBe(true)
    expect(readDestination('CiscoTAC-1', CLOUD_URL).cut).toBe(false)
    expect(
      readDestination('CiscoTAC-1', 'https://tools.cisco.com/its/service/oddce/services/DCEService').cut,
    ).toBe(false)
  })
})

describe('fact collector', () => {
  const line = (number: number, text: string): { number: number; text: string } => ({ number, text })
  test('the first source of a leaf wins, later ones fill the gaps', () => {
    const collector = new FactCollector()
    const first = collector.writerFor({
      command: 'show call-home profile all',
      origin: 'a.txt',
      firstLine: 10,
    })
    const second = collector.writerFor({ command: 'show running-config', origin: 'b.txt', firstLine: 1 })
    first.set('callhome.profiles', [{ name: 'CiscoTAC-1', active: true }], line(2, 'Profile status: ACTIVE'))
    second.set(
      'callhome.profiles',
      [
        { name: 'CiscoTAC-1', active: false, anonymous: false },
        { name: 'other', active: false },
      ],
      line(3, ' profile'),
    )
    expect(collector.facts).toEqual({
      callhome: {
        profiles: [
          { name: 'CiscoTAC-1', active: true, anonymous: false },
          { name: 'other', active: false },
        ],
      },
    })
    expect(collector.sources.get('callhome.profiles.0.active')).toEqual([
      { command: 'show call-home profile all', line: 11, text: 'Profile status: ACTIVE', origin: 'a.txt' },
    ])
    expect(collector.sources.get('callhome.profiles.0.anonymous')?.[0]?.command).toBe('show running-config')
  })
  test('a list without a key is kept as first set, also when it was empty', () => {
    const collector = new FactCollector()
    const writer = collector.writerFor({ command: 'show running-config', origin: 'x', firstLine: 1 })
    writer.set('license.usage', [], line(1, ''))
    writer.set('license.usage', [{ name: 'network-advantage' }], line(2, ''))
    expect(collector.facts).toEqual({ license: { usage: [] } })
  })
})
