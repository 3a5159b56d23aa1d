// What IOS XR call-home does: settings in force, counters, error trace.
import { describe, expect, test } from 'vitest'
import { fixture, read } from '../nx-os/facts.ts'

describe('show call-home detail', () => {
  const command = 'show call-home detail'
  const text = fixture('ios-xr/classic/call-home-detail.txt')

  test('settings and the profile with both addresses', () => {
    const { at, proof, coverage } = read('ios-xr', [command, text])
    expect(at('callhome')).toMatchObject({
      enabled: true,
      contact_email: 'sch-smart-licensing@cisco.com',
      vrf: '',
      source_interface: '',
      smart_messages: true,
      proxy: { configured: false },
    })
    expect(at('callhome.profiles')).toMatchObject([
      {
        name: 'CiscoTAC-1',
        active: true,
        anonymous: false,
        reports_licensing: true,
        methods: ['http'],
        destinations: [
          { scheme: 'http', explicit: false },
          { scheme: 'https', explicit: false },
        ],
      },
    ])
    expect(proof('callhome.profiles.0.destinations.0.url')).toEqual([
      'http://tools.cisco.com/its/service/oddce/services/DDCEService',
    ])
    expect(coverage[0]?.unclaimed).toEqual([])
  })

  test('remarks of the vendor guide are no part of the values', () => {
    const remarks =
      'Current call home settings:\ncall home feature : enable\nvrf for call-home messages: Not yet set up ; Not supported natively yet\nhttp proxy: Not yet set up ; when configured will change.\nProfile Name: CiscoTAC-1\nProfile status: INACTIVE ; default\nHTTP address(es): ; Only configuration needed\nhttps://tools.cisco.com/x\n'
    const { at } = read('ios-xr', [command, remarks])
    expect(at('callhome.vrf')).toBe('')
    expect(at('callhome.proxy')).toMatchObject({ configured: false })
    expect(at('callhome.profiles')).toMatchObject([{ active: false, destinations: [{ path: '/x' }] }])
  })

  test.each([
    ['proxy.example.net:80', 80],
    ['proxy.example.net port 80', 80],
    ['Address: proxy.example.net Port: 80', 80],
    ['proxy.example.net', 0],
  ])('http proxy: %s', (printed, port) => {
    const { at } = read('ios-xr', [command, `Current call home settings:\n    http proxy: ${printed}\n`])
    expect(at('callhome.proxy')).toEqual({ configured: true, host: 'proxy.example.net', port, enabled: true })
  })

  test('what is configured counts; the settings do not add to it', () => {
    const { at } = read(
      'ios-xr',
      [command, text],
      ['show running-config call-home', fixture('ios-xr/section/call-home-margin.txt')],
    )
    expect(at('callhome.profiles.0.destinations')).toMatchObject([{ scheme: 'https', explicit: true }])
    expect(at('callhome.profiles.0.destinations')).toHaveLength(1)
  })
})

describe('show call-home smart-licensing statistics', () => {
  const command = 'show call-home smart-licensing statistics'
  const text = fixture('ios-xr/classic/statistics.txt')

  test('one element a row, each with its line', () => {
    const { at, proof, coverage } = read('ios-xr', [command, text])
    expect(at('callhome.statistics')).toEqual([
      {
        kind: 'ENTITLEMENT',
        success: 1,
        failed: 0,
        in_queue: 0,
        dropped: 0,
        sent: true,
        last_sent: '2014-12-17T21:08:35-08:00',
      },
      { kind: 'DEREGISTRATION', success: 0, failed: 0, in_queue: 0, dropped: 0, sent: false, last_sent: '' },
      {
        kind: 'REGISTRATION',
        success: 1,
        failed: 2,
        in_queue: 0,
        dropped: 3,
        sent: true,
        last_sent: '2014-12-17T21:07:53-08:00',
      },
      {
        kind: 'ACKNOWLEDGEMENT',
        success: 1,
        failed: 0,
        in_queue: 1,
        dropped: 0,
        sent: true,
        last_sent: '2014-12-17T21:08:09-08:00',
      },
    ])
    expect(proof('callhome.statistics.2.dropped')[0]).toMatch(/^REGISTRATION /)
    expect(coverage[0]?.unclaimed).toEqual([])
  })

  test('an empty table is known empty, a cut one is not', () => {
    const empty = text.slice(0, text.indexOf('ENTITLEMENT'))
    expect(read('ios-xr', [command, empty]).at('callhome.statistics')).toEqual([])
    expect(read('ios-xr', [command, empty, 'truncated']).at('callhome')).toBeUndefined()
  })
})

describe('show call-home trace error last 20', () => {
  const command = 'show call-home trace error last 20'

  test('wrapped entries are joined, oldest first', () => {
    const { at, proof } = read('ios-xr', [command, fixture('ios-xr/classic/trace.txt')])
    expect(at('callhome.trace')).toEqual([
      {
        at: 'Jan 28 10:10:29.729',
        text: 'call_home_http_resp_data(), httpc response error, Host name resolution failed',
      },
      { at: 'Jan 28 10:10:39.730', text: 'call_home_events_handler() failure status 67' },
    ])
    expect(proof('callhome.trace.0.text')).toHaveLength(2)
  })

  test('an entry ends at a blank line or a fence', () => {
    const text = 'Jan 28 10:10:29.729 call_home/error 0/RSP0/CPU0 t10 first,\nsecond\n\nthird\n```\nfourth\n'
    expect(read('ios-xr', [command, text]).at('callhome.trace.0.text')).toBe('first, second')
  })

  test('no entries: known empty', () => {
    expect(
      read('ios-xr', [command, '0 wrapping entries (576 possible, 320 allocated, 0 filtered, 0 total)\n']).at(
        'callhome.trace',
      ),
    ).toEqual([])
    expect(read('ios-xr', [command, '']).at('callhome')).toBeUndefined()
  })

  test('entries of other kinds are no errors', () => {
    const text = '2 wrapping entries\nJan 28 10:10:29.729 call_home/event 0/RSP0/CPU0 t10 started\n'
    expect(read('ios-xr', [command, text]).at('callhome.trace')).toEqual([])
  })
})
