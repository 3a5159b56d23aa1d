// Commands without facts: each is told from the others, its lines are claimed, and it proves nothing.
import { describe, expect, test } from 'vitest'
import { iosXeParsers } from '../../../src/parse/ios-xe/index.ts'
import { parserFor, recogniseCommand } from '../../../src/parse/registry.ts'
import { collect } from '../license/collect.ts'
import { factsOf } from './config-read.ts'

const OUTPUTS: readonly (readonly [command: string, text: string])[] = [
  [
    'show license history message',
    `Message History (oldest to newest):
====================================================
Trust Establishment:
  No past history
Import Message History (oldest to newest):
====================================================
Import RUM ACK:
  No past Import history
`,
  ],
  [
    'show license rum id detail',
    `Smart Licensing Usage Report Detail:
====================================
Report Id: 1700000001
  Metric Name: ENTITLED
  Feature Name: dna-advantage
  UDI: PID:C9300-24T,SN:FOC00000A01
  Previous Report Id: 1700000000,    Next Report Id: 0
  State: CLOSED,      Close Reason: ROLLOVER
  Start Time: Jan 02 00:00:01 2024 UTC,      End Time: Jan 03 00:00:00 2024 UTC
  Storage State: EXIST
  Transaction ID: 0
  Transaction Message: <none>
`,
  ],
  [
    'show license rum id all | include',
    `1700000001          ACK       N     dna-advantage
1700000004          CLOSED    N     network-advantage
`,
  ],
  [
    'show license tech support | include',
    `License Certificates
Production Cert: True
Not registered. No certificates installed
SmartAgentDelayCertValidation: False
`,
  ],
  [
    'show call-home alert-group',
    `Available alert groups:
    Keyword                  State   Description
    ------------------------ ------- -------------------------------
    inventory                Disable inventory info
`,
  ],
  [
    'show call-home diagnostic-signature',
    `Current diagnostic-signature settings:
 Diagnostic-signature: enabled
 Profile: CiscoTAC-1 (status: ACTIVE)
 Downloading  URL(s):  https://tools.cisco.com/its/service/oddce/services/DDCEService
 Environment variable:
           Not yet set up
`,
  ],
  [
    'show call-home events',
    `Active event list:
 Profile                         Alert Group     Internal Index  Severity       Subscription  Last Triggered Time
 ----------------------------------------------------------------------------------------------------------------
 noc                             crash          3     /4         debugging     normal
`,
  ],
  [
    'show call-home mail-server status',
    'Mail-server[1]: Address: mail.example.net Priority: 1  Secure: tls [Available]\n',
  ],
  [
    'show call-home statistics',
    `Message Types    Total                Email                HTTP
-------------   -------------------- -------------------- ------------------
Total Success   0                    0                    0
    Inventory   0                    0                    0
Total Failed    2                    0                    2
    Inventory   2                    0                    2
Total Ratelimit
      -dropped  0                    0                    0
    Send-CLI    0                    0                    0
Last call-home message sent time: n/a
`,
  ],
  ['show call-home version', 'Call-Home Version 3.0\nComponent Version:\n call-home: (rel4)1.0.15\n'],
]

const STAMP =
  'Load for five secs: 1%/0%; one minute: 2%; five minutes: 2%\nTime source is NTP, 10:00:00.123 UTC Tue Jan 9 2024\n'

describe.each(OUTPUTS)('%s', (command, text) => {
  test('is recognised as this and nothing else, with a time above it too', () => {
    for (const head of [text, STAMP + text])
      expect(recogniseCommand(head)).toEqual([{ platform: 'ios-xe', command }])
  })

  test('every line is claimed and no fact is set', () => {
    const parser = iosXeParsers.find(one => one.command === command)
    const { unclaimed, sources } = collect(parser?.parse ?? (() => undefined), text)
    expect(unclaimed).toEqual([])
    expect([...sources.keys()]).toEqual([])
    expect(parser?.provides).toEqual([])
  })

  test('the time above it is the device clock', () => {
    const { facts } = factsOf({ [command]: STAMP + text })
    expect(facts.clock).toMatchObject({ device_time: '2024-01-09T10:00:00Z', zone: 'UTC', source: 'NTP' })
  })

  test('a line nobody knows stays unclaimed', () => {
    const parser = iosXeParsers.find(one => one.command === command)
    const { unclaimed } = collect(parser?.parse ?? (() => undefined), `${text}  {"status_code":"FAILED"}\n`)
    expect(unclaimed).toEqual(['  {"status_code":"FAILED"}'])
  })
})

test.each([
  ['show license rum id 1700000001 detail', 'show license rum id detail'],
  ['show license rum id all detail', 'show license rum id detail'],
  ['show license rum id all | i TELEMETRY', 'show license rum id all | include'],
  ['sh lic rum id all | include ACK', 'show license rum id all | include'],
  ['show license tech support | inc cert', 'show license tech support | include'],
  ['show license tech support', 'show license tech support'],
  ['show license rum id all', 'show license rum id all'],
  ['sh call-home stat', 'show call-home statistics'],
])('%s is read as %s', (typed, command) => {
  expect(parserFor('ios-xe', typed)?.command).toBe(command)
})

describe('lookalikes', () => {
  test('a filtered tech support says nothing of the certificates or of the rest', () => {
    const typed = 'show license tech support | include cert'
    const { facts, missing } = factsOf({ [typed]: 'Not registered. No certificates installed\n' })
    expect(facts.license).toBeUndefined()
    expect(missing.get('license.id_cert_expires')?.reason).toContain('was not collected')
  })

  test('filtered rows are no count of the reports', () => {
    const { facts } = factsOf({
      'show license rum id all | include ACK': '1700000001  ACK  N  dna-advantage\n',
    })
    expect(facts.license?.rum).toBeUndefined()
  })

  test('the settings that list alert groups and mail servers stay settings', () => {
    const text = `Current call home settings:
    Mail-server[1]: Address: mail.example.net Priority: 1 [Available]
Available alert groups:
    Keyword                  State   Description
`
    const hits = recogniseCommand(text).filter(hit => hit.platform === 'ios-xe')
    expect(hits.map(hit => hit.command)).toEqual(['show call-home'])
  })

  test('a whole tech support and prose are neither', () => {
    const whole = 'Smart Licensing Tech Support info\n\nLicense Certificates\n====\nProduction Cert: True\n'
    expect(recogniseCommand(whole).map(hit => hit.command)).toEqual(['show license tech support'])
    expect(recogniseCommand('License Certificates\n')).toEqual([])
    expect(recogniseCommand('')).toEqual([])
  })

  test('a long filtered list is recognised by its head', () => {
    const text = '1700000001          ACK       N     dna-advantage\n'.repeat(5_000)
    expect(recogniseCommand(text)).toEqual([
      { platform: 'ios-xe', command: 'show license rum id all | include' },
    ])
  })
})
