// A probe capture to facts: what this computer saw, each with its line and its vantage point.
import { describe, expect, test } from 'vitest'
import type { Capture } from '../../../src/model/capture.ts'
import { sourcesOf } from '../../../src/model/facts/store.ts'
import type { Platform } from '../../../src/model/platform.ts'
import { assemble } from '../../../src/parse/assemble.ts'
import { recogniseCommand } from '../../../src/parse/registry.ts'

const TEXT = [
  'probe format=1 at=2026-11-20T10:15:30.250Z url=https://tools.cisco.com/its/service/oddce/services/DDCEService scheme=https host=tools.cisco.com port=443 path=/its/service/oddce/services/DDCEService cloud=true',
  'dns server=192.0.2.53 port=53 of=device vrf="" host=tools.cisco.com domain="" type=A outcome=no-data addresses=[] cnames.0=tools.example.net slow=false conclusive=true',
  'dns server=192.0.2.53 port=53 of=device vrf="" host=tools.cisco.com domain="" type=AAAA outcome=answered addresses.0.address=2001:db8::7 addresses.0.ttl=60 cnames=[] slow=true conclusive=true',
  'name host=tools.cisco.com device=resolves computer=none agreement=single differences=[] onlyIpv6=true statics.0.address=198.51.100.7 statics.0.state=unknown statics.0.balanced=false search=as-it-stands domain=""',
  'tcp peer=server host=tools.cisco.com address=198.51.100.7 port=443 outcome=timed-out origin.0=host-entry ms=3000',
  'tls outcome=ok protocol=TLSv1.2 chain.0.subject="CN=tools.cisco.com" chain.0.issuer="CN=Evil\\u001b[31m CA" chain.0.notAfter=2027-01-01T00:00:00Z chain.0.sha256=AB judgement.names.verdict=match judgement.names.named.0=tools.cisco.com judgement.validHere.verdict=valid judgement.root.subject="CN=Root" judgement.issuer=interception judgement.chain=complete judgement.selfSigned=false judgement.device.holds=no judgement.device.quovadisOnly=false',
  'crl certificate=0 url=http://crl.example.net/a.crl outcome=stale subject="CN=tools.cisco.com"',
  'revocation methods.0=crl verdict=refused revoked=false url=http://crl.example.net/a.crl reason="the list is stale"',
  'http outcome=right-path answer.status=500 signs=[]',
  'time server=192.0.2.123 vrf=mgmt outcome=synchronised offsetMs=-12.4 errorMs=3.2',
  'date server=tools.cisco.com offsetMs=400 errorMs=1500',
  'clocks verdict=device-wrong wrongServers=[] clocks.0.kind=device clocks.0.offLeastMs=7200000 clocks.0.offMostMs=7201000',
  'refused use=peer what="10.0.0.1:443" reason="a public name stands for an address inside a network"',
  'end results=12',
].join('\n')

function capture(text: string, status: Capture['status'] = 'ok'): Capture {
  return { command: 'probe', status, text, firstLine: 11, origin: 'sw1.txt' }
}

function factsOf(text: string, platform: Platform | undefined = 'nx-os', status: Capture['status'] = 'ok') {
  return assemble({ name: 'sw1', platform, captures: [capture(text, status)] })
}

describe('a probe capture', () => {
  test.each(['nx-os', undefined] as const)(
    'gives facts with lines seen from this computer (%s)',
    platform => {
      const store = factsOf(TEXT, platform)
      const { probe, collection } = store.facts
      expect(collection?.probed).toBe(true)
      expect(probe?.started_at).toBe('2026-11-20T10:15:30Z')
      expect(probe?.target).toMatchObject({ host: 'tools.cisco.com', port: 443, cloud: true })
      expect(probe?.proxy).toEqual({ in_use: false, host: '', port: 0 })
      expect(probe?.dns).toEqual([
        {
        server: '192.0.2.53', of: 'device', vrf: '', name: 'tools.cisco.com', outcome: 'ipv6-only',
        addresses: ['2001:db8::7'], aliases: ['tools.example.net'], slow: true, conclusive: true,
      }, // biome-ignore format: one glance
      ])
      expect(probe?.resolution).toMatchObject({ only_ipv6: true, device: 'resolves', computer: 'none' })
      expect(probe?.tcp).toMatchObject([
        { outcome: 'timed-out', address: '198.51.100.7', origin: ['host-entry'] },
      ])
      expect(probe?.tls).toMatchObject({
        vouched_by: 'interception',
        issuer: 'CN=Evil CA',
        device_trusts: 'no',
      })
      expect(probe?.crl).toEqual([
        {
          protocol: 'crl',
          url: 'http://crl.example.net/a.crl',
          outcome: 'stale',
          certificate: 'CN=tools.cisco.com',
        },
      ])
      expect(probe?.revocation?.verdict).toBe('refused')
      expect(probe?.http).toMatchObject({ outcome: 'right-path', status: 500, intercepted: false })
      expect(probe?.clocks).toMatchObject([
        { source: 'ntp', vrf: 'mgmt', offset_ms: -12 },
        { source: 'https', offset_ms: 400 },
      ])
      expect(probe?.time).toMatchObject({ verdict: 'device-wrong', device_off_seconds: 7200 })
      expect(probe?.refused).toHaveLength(1)
      const [source] = sourcesOf(store, 'probe.tcp.0.outcome')
      expect(source).toMatchObject({ command: 'probe', line: 15, origin: 'sw1.txt', vantage: 'computer' })
    },
  )

  test('silence of a name server in a VRF is unknown, and says why', () => {
    const text = TEXT.replace(/^dns .*type=A .*$/m, one =>
      one.replace('vrf=""', 'vrf=mgmt').replace('no-data', 'no-answer'),
    ).replace(/^dns .*type=AAAA.*\n/m, '')
    const store = factsOf(text)
    expect(store.facts.probe?.dns?.[0]?.outcome).toBeUndefined()
    expect(store.missing.get('probe.dns.0.outcome')?.reason).toContain('VRF mgmt')
  })

  test('says which family would have been taken, or that none opens', () => {
    expect(factsOf(TEXT).facts.probe?.picked).toEqual({ family: 0, address: '', delay_ms: 0 })
    const open = TEXT.replace('outcome=timed-out', 'outcome=connected')
    const raced = open.replace('\ntls ', '\npicked address=198.51.100.7 family=4 ms=262 delay=250\ntls ')
    const store = factsOf(raced)
    expect(store.facts.probe?.picked).toEqual({ family: 4, address: '198.51.100.7', delay_ms: 250 })
    expect(sourcesOf(store, 'probe.picked.family')[0]).toMatchObject({ line: 16, vantage: 'computer' })
    // A capture of before this was written down: unknown, not none.
    const old = factsOf(open)
    expect(old.facts.probe?.picked).toBeUndefined()
    expect(old.missing.get('probe.picked')?.reason).toMatch(/probe again/)
  })

  test('that was cut short proves nothing but what was meant to be probed', () => {
    for (const [text, status] of [
      [TEXT, 'truncated'],
      [TEXT.split('\n').slice(0, 9).join('\n'), 'ok'],
    ] as const) {
      const { facts } = factsOf(text, 'nx-os', status)
      expect(facts.probe?.dns).toBeUndefined()
      expect(facts.probe?.clocks).toBeUndefined()
      expect(facts.probe?.tcp).toBeUndefined()
      expect(facts.probe?.target?.host).toBe('tools.cisco.com')
    }
  })

  test('in a format of another release is not read, and says so', () => {
    const store = factsOf(TEXT.replace('format=1', 'format=9'))
    expect(store.facts.probe).toBeUndefined()
    expect(store.missing.get('probe')?.reason).toMatch(/probe again/)
  })

  test('is recognised by its first line', () => {
    expect(recogniseCommand(TEXT).map(one => one.command)).toEqual(['probe', 'probe', 'probe'])
  })

  test('is not there: known as not asked for', () => {
    const store = assemble({ name: 'sw1', platform: 'ios-xe', captures: [] })
    expect(store.facts.collection?.probed).toBe(false)
    expect(store.facts.probe).toBeUndefined()
  })
})
