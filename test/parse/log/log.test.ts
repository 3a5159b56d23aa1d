// Syslog lines of the three platforms.
import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readHead } from '../../../src/parse/log/event.ts'
import { parseLogEvents } from '../../../src/parse/log/index.ts'
import { toLines } from '../../../src/parse/text.ts'
import { corpus, factsOf, linesOf } from '../ios-xe/config-read.ts'

const eventsOf = (text: string) => parseLogEvents(toLines(text))

describe('heads', () => {
  test.each([
    [
      '*Jun 22 16:15:44.123: %SMART_LIC-3-COMM_FAILED: text',
      'Jun 22 16:15:44.123',
      'SMART_LIC',
      3,
      'COMM_FAILED',
    ],
    [
      '000123: Jun 22 16:15:44.123 UTC: %SMART_LIC-3-COMM_FAILED: text',
      'Jun 22 16:15:44.123 UTC',
      'SMART_LIC',
      3,
      'COMM_FAILED',
    ],
    [
      '.Jun 22 2022 16:15:44: %CALL_HOME-5-SL_MESSAGE_FAILED: text',
      'Jun 22 2022 16:15:44',
      'CALL_HOME',
      5,
      'SL_MESSAGE_FAILED',
    ],
    ['Jun 22 16:15:44: %SYS-6-CLOCKUPDATE: text', 'Jun 22 16:15:44', 'SYS', 6, 'CLOCKUPDATE'],
    [
      '2022 Jun 22 16:15:44 sw1 %LICMGR-3-LOG_SMART_LIC_COMM_FAILED: text',
      '2022 Jun 22 16:15:44',
      'SMART_LIC',
      3,
      'COMM_FAILED',
    ],
    [
      '2021 Jan 29 06:40:54  %$ VDC-1 %$ %USER-2-SYSTEM_MSG: %SMART_LIC-2-PLATFORM_ERROR:text',
      '2021 Jan 29 06:40:54',
      'SMART_LIC',
      2,
      'PLATFORM_ERROR',
    ],
    [
      'RP/0/RSP0/CPU0:Dec 17 20:01:28.522 : licmgr[308]: SMART_LIC-3-ID_CERT_RENEW_FAILED: text',
      'Dec 17 20:01:28.522',
      'SMART_LIC',
      3,
      'ID_CERT_RENEW_FAILED',
    ],
    [
      'RP/0/RP0/CPU0:Jul  1 11:53:58.601 UTC: smartlicserver[397]: %LICENSE-SMART_LIC-3-COMM_FAILED : text',
      'Jul  1 11:53:58.601 UTC',
      'SMART_LIC',
      3,
      'COMM_FAILED',
    ],
    ['%PKI-3-CRL_FETCH_FAIL: text', '', 'PKI', 3, 'CRL_FETCH_FAIL'],
  ])('%s', (line, at, facility, severity, mnemonic) => {
    expect(readHead(line)).toEqual({ at, facility, severity, mnemonic, text: 'text' })
  })

  test.each([
    'plain words',
    'The log shows messages like the one named %SMART_LIC-3-COMM_FAILED: see there',
    '*Jun 22 16:15:44.123: Rollback:Acquired Configuration lock.',
    '',
  ])('%j starts no message', line => {
    expect(readHead(line)).toBeUndefined()
  })
})

describe('buffers', () => {
  test('positions count every message, only ours are kept, wrapped lines are joined', () => {
    const events = eventsOf(`Log Buffer (4096 bytes):
*Jun 22 16:00:00.000: %LINK-3-UPDOWN: Interface GigabitEthernet1, changed state to down
*Jun 22 16:00:01.000: %PKI-3-CRL_FETCH_FAIL: CRL fetch for trustpoint SLA-TrustPoint failed
       Reason : Failed to select socket. Timeout : 5 (Connection timed out)
*Jun 22 16:00:02.000: yang-infra: something
*Jun 22 16:00:03.000: %SMART_LIC-3-COMM_FAILED: Communications failure with the Cisco Smart Software Manager (CSSM) : Fail to send out Call Home HTTP
 message.
*Jun 22 16:00:04.000: %SMART_LIC-5-COMM_RESTORED: Communications with Cisco Smart Software Manager (CSSM) restored
`)
    expect(events.map(({ index, mnemonic, text }) => ({ index, mnemonic, text }))).toEqual([
      {
        index: 1,
        mnemonic: 'CRL_FETCH_FAIL',
        text: 'CRL fetch for trustpoint SLA-TrustPoint failed Reason : Failed to select socket. Timeout : 5 (Connection timed out)',
      },
      {
        index: 2,
        mnemonic: 'COMM_FAILED',
        text: 'Communications failure with the Cisco Smart Software Manager (CSSM) : Fail to send out Call Home HTTP message.',
      },
      {
        index: 3,
        mnemonic: 'COMM_RESTORED',
        text: 'Communications with Cisco Smart Software Manager (CSSM) restored',
      },
    ])
  })

  test('each event has its own line as evidence', () => {
    const store = factsOf({
      'show logging':
        '*Jun 22 16:00:00: %SMART_LIC-3-AGENT_REG_FAILED: a\n*Jun 22 16:00:01: %SMART_LIC-6-AGENT_READY: b\n',
    })
    expect(store.facts.log?.events?.map(event => event.mnemonic)).toEqual(['AGENT_REG_FAILED', 'AGENT_READY'])
    expect(linesOf(store, 'log.events.1.text')).toEqual(['*Jun 22 16:00:01: %SMART_LIC-6-AGENT_READY: b'])
  })

  test('two logs are not mixed', () => {
    const { facts } = factsOf({
      'show logging': '*Jun 22 16:00:00: %SMART_LIC-3-COMM_FAILED: a\n',
      'show logging | include SMART': '*Jun 22 17:00:00: %SMART_LIC-5-COMM_RESTORED: b\n',
    })
    expect(facts.log?.events).toHaveLength(1)
  })

  test('an empty log is known to be empty, a cut one is not', () => {
    expect(factsOf({ 'show logging': 'Log Buffer (4096 bytes):\n' }).facts.log?.events).toEqual([])
    const cut = factsOf({ 'show logging': '*Jun 22 16:00:00: %SMART_LIC-3-COMM_FAILED: a\n' }, 'truncated')
    expect(cut.facts.log).toBeUndefined()
    expect(cut.missing.get('log.events')?.reason).toContain('cut')
  })

  test('a long hostile line is read in linear time', () => {
    expect(eventsOf(`${'%A-1-'.repeat(50_000)}\n${'Jun 22 '.repeat(50_000)}`)).toEqual([])
  })
})

describe('real output', () => {
  const read = (path: string) => eventsOf(corpus(path) ?? '')
  test.skipIf(corpus('MANIFEST.tsv') === undefined)('an IOS XE switch that cannot find a CSLU', () => {
    const events = read('iosxe/show-logging/genielibs-verify-verify-pattern-in-show-logging.txt')
    expect(events).toHaveLength(10)
    expect(events[0]).toMatchObject({
      at: 'Nov 17 18:05:09.580',
      mnemonic: 'COMM_FAILED',
      text: 'Communications failure with the Cisco Smart License Utility (CSLU) : Unable to resolve server hostname/domain name',
    })
  })
  test.skipIf(corpus('MANIFEST.tsv') === undefined)('an IOS XE router at its first start', () => {
    const mnemonics = read('iosxe/show-logging/muninn-001-live-device.txt').map(event => event.mnemonic)
    expect(mnemonics).toEqual(
      expect.arrayContaining([
        'AGENT_ENABLED',
        'KEY_ADDITION',
        'NOCONFIGAUTOSAVE',
        'CONFIGAUTOSAVE',
        'COMM_FAILED',
      ]),
    )
    expect(mnemonics).not.toContain('UPDOWN')
  })
  test.skipIf(corpus('MANIFEST.tsv') === undefined)('IOS XR', () => {
    expect(read('iosxr/show-logging/xrdocs-8202-comm-failed-dns.txt')).toMatchObject([
      { index: 4, facility: 'SMART_LIC', mnemonic: 'COMM_FAILED' },
    ])
  })

  const folders = [
    'iosxe/show-logging',
    'ios/show-logging',
    'iosxr/show-logging',
    'nxos/show-logging-logfile',
  ]
  for (const folder of folders) {
    const url = new URL(`../../../../shared/corpus/${folder}`, import.meta.url)
    test.skipIf(!existsSync(url))(`${folder}: every file is read`, () => {
      for (const name of readdirSync(url)) {
        const events = read(`${folder}/${name}`)
        for (const event of events) expect(event.severity).toBeLessThanOrEqual(7)
      }
    })
  }
})
