// Questions to real name servers: every way in which unbound and dnsmasq answer, or do not.
import { expect, test } from 'vitest'
import type { DnsReply, DnsServer, DnsType } from '../../src/model/probe/dns.ts'
import { askServer } from '../../src/probe/dns/ask.ts'
import { withTool } from './available.ts'
import { freePort, hasIpv6 } from './logged-daemon.ts'
import { startDnsmasq, startUnbound, zone } from './name-servers.ts'

const HOST = 'tools.cisco.com'
const CISCO = zone('cisco.com', [
  'tools.cisco.com. 300 IN A 192.0.2.38',
  'tools.cisco.com. 300 IN AAAA 2001:db8::38',
  'smartreceiver.cisco.com. 60 IN CNAME lb.cisco.com.',
  'lb.cisco.com. 60 IN CNAME node7.cisco.com.',
  'node7.cisco.com. 60 IN A 192.0.2.77',
  'one.cisco.com. 60 IN CNAME two.cisco.com.',
  'two.cisco.com. 60 IN CNAME one.cisco.com.',
  'six.cisco.com. 60 IN AAAA 2001:db8::6',
  'sub.cisco.com. 60 IN NS ns.sub.cisco.com.',
  'ns.sub.cisco.com. 60 IN A 127.0.0.1',
])

function ask(server: DnsServer, name = HOST, type: DnsType = 'A', timeoutMs = 15_000): Promise<DnsReply> {
  return askServer(server, name, type, { timeoutMs })
}

const addresses = ({ addresses: list }: DnsReply): string[] => list.map(({ address }) => address)

withTool('unbound', 'questions to unbound', unbound => {
  test('healthy: addresses of both families', async () => {
    await using server = await startUnbound(unbound, CISCO)
    const reply = await ask(server)
    expect(reply).toMatchObject({
      outcome: 'answered',
      rcode: 'NOERROR',
      addresses: [{ address: '192.0.2.38', ttl: 300 }],
      cnames: [],
      transport: 'udp',
      recursion: true,
      tries: 1,
      ignored: 0,
      withoutEdns: false,
    })
    expect(addresses(await ask(server, HOST, 'AAAA'))).toEqual(['2001:db8::38'])
  })

  test('a chain of aliases', async () => {
    await using server = await startUnbound(unbound, CISCO)
    expect(await ask(server, 'smartreceiver.cisco.com')).toMatchObject({
      outcome: 'answered',
      cnames: ['lb.cisco.com', 'node7.cisco.com'],
      addresses: [{ address: '192.0.2.77', ttl: 60 }],
    })
  })

  test('aliases in a circle', async () => {
    await using server = await startUnbound(unbound, CISCO)
    expect(await ask(server, 'one.cisco.com')).toMatchObject({
      outcome: 'looping-cname',
      cnames: ['two.cisco.com', 'one.cisco.com'],
    })
  })

  test('no such name, and no address of one family', async () => {
    await using server = await startUnbound(unbound, CISCO)
    expect(await ask(server, 'tolls.cisco.com')).toMatchObject({ outcome: 'nxdomain', rcode: 'NXDOMAIN' })
    expect(await ask(server, 'six.cisco.com')).toMatchObject({ outcome: 'no-data', rcode: 'NOERROR' })
    expect(await ask(server, 'six.cisco.com', 'AAAA')).toMatchObject({ outcome: 'answered' })
  })

  test('lame: refers to the servers of a part it does not hold', async () => {
    await using server = await startUnbound(unbound, CISCO)
    expect(await ask(server, 'x.sub.cisco.com')).toMatchObject({ outcome: 'lame', lame: 'referral' })
  })

  test('SERVFAIL: its forwarder is dead', async () => {
    const port = await freePort()
    await using server = await startUnbound(unbound, {
      server: ['outbound-msg-retry: 1', 'do-tcp: yes'],
      clauses: ['forward-zone:', 'name: "."', `forward-addr: 127.0.0.1@${port}`],
    })
    expect(await ask(server, HOST, 'A', 60_000)).toMatchObject({ outcome: 'servfail', rcode: 'SERVFAIL' })
  })

  test('SERVFAIL: the signatures of the zone are not what they should be', async () => {
    await using upstream = await startUnbound(unbound, CISCO)
    await using server = await startUnbound(unbound, {
      server: [
        'module-config: "validator iterator"',
        `trust-anchor: "cisco.com. DS 31406 8 2 ${'F78CF3344F72137235098ECBBD08947C2C9001C7F6A085A17F518B5D8F6B916D'}"`,
      ],
      clauses: ['forward-zone:', 'name: "."', `forward-addr: 127.0.0.1@${upstream.port}`],
    })
    expect(await ask(server, HOST, 'A', 60_000)).toMatchObject({ outcome: 'servfail', rcode: 'SERVFAIL' })
  })

  test('REFUSED: this client is on no list', async () => {
    await using server = await startUnbound(unbound, {
      ...CISCO,
      server: ['access-control: 127.0.0.0/8 refuse'],
    })
    expect(await ask(server)).toMatchObject({ outcome: 'refused', rcode: 'REFUSED', addresses: [] })
  })

  test('silence: packets of this client are dropped', async () => {
    await using server = await startUnbound(unbound, {
      ...CISCO,
      server: ['access-control: 127.0.0.0/8 deny'],
    })
    expect(await ask(server, HOST, 'A', 1500)).toMatchObject({ outcome: 'no-answer', rcode: '', tries: 3 })
  })

  test('silence: questions for this zone are dropped', async () => {
    await using server = await startUnbound(unbound, { server: ['local-zone: "cisco.com." deny'] })
    expect(await ask(server, HOST, 'A', 1500)).toMatchObject({ outcome: 'no-answer' })
  })

  test('nothing listens: ICMP says so', async () => {
    expect(await ask({ address: '127.0.0.1', port: await freePort() })).toMatchObject({
      outcome: 'unreachable',
      code: 'ECONNREFUSED',
    })
  })

  test('TCP only', async () => {
    await using server = await startUnbound(unbound, { ...CISCO, server: ['do-udp: no'] })
    expect(await ask(server)).toMatchObject({
      outcome: 'tcp-only',
      transport: 'tcp',
      addresses: [{ address: '192.0.2.38', ttl: 300 }],
    })
  })

  const many = zone(
    'cisco.com',
    Array.from({ length: 60 }, (_, index) => `tools.cisco.com. 300 IN A 192.0.2.${index}`),
  )

  test('cut over UDP, whole over TCP', async () => {
    await using server = await startUnbound(unbound, { ...many, server: ['max-udp-size: 512'] })
    const reply = await ask(server)
    expect(reply).toMatchObject({ outcome: 'answered', truncated: true, transport: 'tcp', leftOut: 28 })
    expect(reply.addresses).toHaveLength(32)
  })

  test('cut over UDP, and no TCP', async () => {
    await using server = await startUnbound(unbound, {
      ...many,
      server: ['max-udp-size: 512', 'do-tcp: no'],
    })
    expect(await ask(server)).toMatchObject({
      outcome: 'truncated-no-tcp',
      truncated: true,
      code: 'ECONNREFUSED',
    })
  })

  test.runIf(hasIpv6)('over IPv6', async () => {
    await using server = await startUnbound(unbound, {
      ...CISCO,
      address: '::1',
      server: ['access-control: ::1 allow'],
    })
    expect(await ask(server)).toMatchObject({ outcome: 'answered', server: '::1' })
  })
})

withTool('dnsmasq', 'questions to dnsmasq', dnsmasq => {
  test('healthy, with an alias', async () => {
    await using server = await startDnsmasq(dnsmasq, [
      '--host-record=ssm.corp.example,10.1.2.3',
      '--cname=licensing.corp.example,ssm.corp.example',
    ])
    expect(await ask(server, 'licensing.corp.example')).toMatchObject({
      outcome: 'answered',
      cnames: ['ssm.corp.example'],
      addresses: [{ address: '10.1.2.3', ttl: 0 }],
    })
  })

  test('REFUSED: it knows nobody to ask', async () => {
    await using server = await startDnsmasq(dnsmasq, [])
    expect(await ask(server)).toMatchObject({ outcome: 'refused', rcode: 'REFUSED' })
  })

  test('NXDOMAIN by its own settings', async () => {
    await using server = await startDnsmasq(dnsmasq, ['--address=/cisco.com/'])
    expect(await ask(server)).toMatchObject({ outcome: 'nxdomain' })
  })

  test('only an IPv6 address', async () => {
    await using server = await startDnsmasq(dnsmasq, [
      '--host-record=tools.cisco.com,2001:db8::38',
      '--local=/cisco.com/',
    ])
    expect(await ask(server)).toMatchObject({ outcome: 'no-data' })
    expect(await ask(server, HOST, 'AAAA')).toMatchObject({ outcome: 'answered' })
  })
})
