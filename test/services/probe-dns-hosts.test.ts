// What several real name servers make of one host: split DNS, balancing, aliases, search domains, static entries, slowness.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { decode, encode } from 'dns-packet'
import { expect, test } from 'vitest'
import { type DnsResult, type DnsSummary, SLOW_ANSWER_MS } from '../../src/model/probe/dns.ts'
import { type DnsRequest, resolveHosts } from '../../src/probe/dns/resolve.ts'
import { serverName } from '../../src/probe/dns/servers.ts'
import { withTool } from './available.ts'
import { freePort } from './logged-daemon.ts'
import { type NameServer, startDnsmasq, startUnbound, zone } from './name-servers.ts'

const HOST = 'tools.cisco.com'

async function resolve(request: DnsRequest, timeoutMs = 20_000): Promise<DnsResult & { first: DnsSummary }> {
  const result = await resolveHosts(request, { timeoutMs })
  const [first] = result.summaries
  if (first === undefined) throw new Error('no summary')
  return { ...result, first }
}

withTool('dnsmasq', 'hosts at dnsmasq', dnsmasq => {
  const start = (...options: string[]): Promise<NameServer> => startDnsmasq(dnsmasq, options)
  const cisco = (...addresses: string[]): Promise<NameServer> =>
    start(`--host-record=${HOST},${addresses.join(',')}`, '--local=/cisco.com/')

  test('two servers that agree', async () => {
    await using mine = await cisco('192.0.2.38', '2001:db8::38')
    await using own = await cisco('192.0.2.38', '2001:DB8:0::38')
    const { first, answers } = await resolve({ servers: [mine], own: [own], hosts: [HOST] })
    expect(first).toMatchObject({
      device: 'resolves',
      computer: 'resolves',
      agreement: 'agree',
      differences: [],
      onlyIpv6: false,
      search: 'as-it-stands',
    })
    expect(answers.map(({ of, type, outcome }) => `${of} ${type} ${outcome}`)).toEqual([
      'device A answered',
      'device AAAA answered',
      'computer A answered',
      'computer AAAA answered',
    ])
  })

  test('split DNS: private addresses inside, public ones outside', async () => {
    await using inside = await cisco('10.1.2.3')
    await using outside = await cisco('192.0.2.38')
    const { first } = await resolve({ servers: [inside], own: [outside], hosts: [HOST] })
    expect(first).toMatchObject({
      agreement: 'differ',
      differences: [
        {
          kind: 'private-public',
          servers: [serverName(inside), serverName(outside)],
          of: ['device', 'computer'],
        },
      ],
    })
  })

  test('split DNS: the name is on one side only', async () => {
    await using inside = await start('--address=/cisco.com/')
    await using outside = await cisco('192.0.2.38')
    const { first } = await resolve({ servers: [inside], own: [outside], hosts: [HOST] })
    expect(first).toMatchObject({
      device: 'fails',
      computer: 'resolves',
      agreement: 'differ',
      differences: [{ kind: 'missing' }],
    })
  })

  test('a blocking server: 0.0.0.0', async () => {
    await using blocking = await start('--address=/cisco.com/0.0.0.0')
    await using outside = await cisco('192.0.2.38')
    const { first } = await resolve({ servers: [blocking], own: [outside], hosts: [HOST] })
    expect(first.differences).toMatchObject([{ kind: 'private-public' }])
  })

  test('load balancing is no split', async () => {
    await using here = await cisco('192.0.2.38')
    await using there = await cisco('198.51.100.38')
    const { first } = await resolve({ servers: [here], own: [there], hosts: [HOST] })
    expect(first).toMatchObject({ agreement: 'balanced', differences: [] })
  })

  test('only an IPv6 address', async () => {
    await using server = await cisco('2001:db8::38')
    const { first } = await resolve({ servers: [server], own: [], hosts: [HOST] })
    expect(first).toMatchObject({
      device: 'resolves',
      computer: 'none',
      agreement: 'single',
      onlyIpv6: true,
      onlyIpv6Servers: [serverName(server)],
    })
  })

  test('static entries: one that is still right, one that is not', async () => {
    await using server = await start('--host-record=ssm.corp.example,10.1.2.3', '--local=/example/')
    const { first } = await resolve({
      servers: [server],
      own: [],
      hosts: ['ssm.corp.example'],
      staticHosts: [
        { name: 'SSM.corp.example', address: '10.1.2.3' },
        { name: 'ssm.corp.example', address: '10.1.2.99', vrf: 'Mgmt' },
        { name: 'ssm.corp.example', address: '2001:db8::1' },
        { name: 'other.corp.example', address: '10.1.2.4' },
      ],
    })
    expect(first.statics).toEqual([
      { address: '10.1.2.3', vrf: '', state: 'matches', balanced: false },
      { address: '10.1.2.99', vrf: 'Mgmt', state: 'differs', balanced: false },
      { address: '2001:db8::1', vrf: '', state: 'unknown', balanced: false },
    ])
  })

  test('a short name needs its search domain', async () => {
    await using server = await start(
      '--host-record=ssm.corp.example,10.1.2.3',
      '--local=/example/',
      '--local=//',
    )
    const { first, answers } = await resolve({
      servers: [server],
      own: [],
      hosts: ['ssm'],
      searchDomains: ['lab.example', 'corp.example'],
    })
    expect(first).toMatchObject({ search: 'with-domain', domain: 'corp.example', device: 'resolves' })
    expect([...new Set(answers.map(({ name }) => name))]).toEqual([
      'ssm.lab.example',
      'ssm.corp.example',
      'ssm',
    ])
  })

  test('a wildcard of a search domain answers for a name that is not there', async () => {
    await using server = await start('--address=/corp.example/10.9.9.9', '--address=/cisco.com/')
    const { first } = await resolve({
      servers: [server],
      own: [],
      hosts: [HOST, `${HOST}.`],
      searchDomains: ['corp.example'],
    })
    expect(first).toMatchObject({ search: 'only-with-domain', domain: 'corp.example', device: 'fails' })
  })

  test('a name with a dot at its end is not looked for in search domains', async () => {
    await using server = await start('--address=/corp.example/10.9.9.9', '--address=/cisco.com/')
    const { first, answers } = await resolve({
      servers: [server],
      own: [],
      hosts: [`${HOST}.`],
      searchDomains: ['corp.example'],
    })
    expect(first).toMatchObject({ search: 'not-found', device: 'fails' })
    expect(answers).toHaveLength(2)
  })

  test('slow: the server it asks takes its time', async () => {
    const slow = createSocket('udp4').bind(0, '127.0.0.1')
    await once(slow, 'listening')
    slow.on('message', async (raw, from) => {
      const { id = 0, questions = [] } = decode(raw)
      await sleep(SLOW_ANSWER_MS + 300)
      const [asked] = questions
      const answers =
        asked?.type === 'A' ? [{ type: 'A' as const, name: HOST, ttl: 5, data: '192.0.2.38' }] : []
      slow.send(encode({ type: 'response', id, flags: 1 << 7, questions, answers }), from.port, from.address)
    })
    await using server = await start(`--server=127.0.0.1#${slow.address().port}`)
    const { first, answers } = await resolve({ servers: [server], own: [], hosts: [HOST], types: ['A'] })
    slow.close()
    expect(answers).toMatchObject([{ outcome: 'answered', slow: true }])
    expect(first.slowServers).toEqual([serverName(server)])
  })

  test('one server of the device is dead, the other answers', async () => {
    await using good = await cisco('192.0.2.38')
    const dead = { address: '127.0.0.1', port: await freePort() }
    const { first } = await resolve({ servers: [dead, good], own: [], hosts: [HOST] })
    expect(first).toMatchObject({ device: 'partly', agreement: 'single', vrfServers: [] })
  })

  test('a server in a VRF that is silent here is unknown, no fault', async () => {
    await using own = await cisco('192.0.2.38')
    const dead = { address: '127.0.0.1', port: await freePort(), vrf: 'Mgmt-vrf' }
    const { first, answers } = await resolve({ servers: [dead], own: [own], hosts: [HOST] })
    expect(first).toMatchObject({ device: 'unknown', computer: 'resolves', vrfServers: [serverName(dead)] })
    expect(answers.filter(({ of }) => of === 'device')).toMatchObject([
      { outcome: 'unreachable', conclusive: false, vrf: 'Mgmt-vrf' },
      { outcome: 'unreachable', conclusive: false },
    ])
  })

  test('a server of both sides is asked once; an IP address is not asked for', async () => {
    await using server = await cisco('192.0.2.38')
    const { address, port } = server
    const result = await resolve({
      servers: [server],
      own: [{ address, port }],
      hosts: [HOST, '192.0.2.1', '[2001:db8::1]'],
    })
    expect(result.answers.map(({ of }) => of)).toEqual(['both', 'both'])
    expect(result.first).toMatchObject({ device: 'resolves', computer: 'resolves', agreement: 'single' })
    expect(result.summaries).toHaveLength(1)
  })
})

withTool('unbound', 'hosts at unbound', unbound => {
  const served = (...records: string[]): Promise<NameServer> =>
    startUnbound(unbound, zone('example', records))

  test('public addresses behind aliases of other domains', async () => {
    await using mine = await served(
      'tools.example. 60 IN CNAME lb.good.example.',
      'lb.good.example. 60 IN A 192.0.2.1',
    )
    await using own = await served(
      'tools.example. 60 IN CNAME lb.evil.example.',
      'lb.evil.example. 60 IN A 198.51.100.1',
    )
    const { first } = await resolve({ servers: [mine], own: [own], hosts: ['tools.example'] })
    expect(first).toMatchObject({ agreement: 'differ', differences: [{ kind: 'other-alias' }] })
  })

  test('nodes of one balancer are no split', async () => {
    await using mine = await served(
      'tools.example. 60 IN CNAME e1.cdn.example.',
      'e1.cdn.example. 60 IN A 192.0.2.1',
    )
    await using own = await served(
      'tools.example. 60 IN CNAME e2.cdn.example.',
      'e2.cdn.example. 60 IN A 198.51.100.1',
    )
    const { first } = await resolve({ servers: [mine], own: [own], hosts: ['tools.example'] })
    expect(first).toMatchObject({ agreement: 'balanced', cnames: ['e1.cdn.example'] })
  })

  test('a server that refuses this computer may well answer the device', async () => {
    await using server = await startUnbound(unbound, { server: ['access-control: 127.0.0.0/8 refuse'] })
    const { first, answers } = await resolve({ servers: [server], own: [], hosts: [HOST] })
    expect(answers).toMatchObject([{ outcome: 'refused', conclusive: false }, { outcome: 'refused' }])
    expect(first.device).toBe('unknown')
  })
})
