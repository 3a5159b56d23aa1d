// What one name server says: every outcome, over sockets on loopback.
import { describe, expect, test } from 'vitest'
import type { DnsReply } from '../../../src/model/probe/dns.ts'
import { askServer } from '../../../src/probe/dns/ask.ts'
import {
  a,
  aaaa,
  always,
  askScript,
  cname,
  FLAGS,
  NAME,
  ns,
  PATIENT,
  type Reply,
  replyTo,
  soa,
  startServer,
} from './server.ts'

describe('what a server says', () => {
  test('addresses with their time to live, aliases in order', async () => {
    const chain = [cname(NAME, 'Tools.Example.NET'), cname('tools.example.net', 'e1.example.org')]
    const reply = await askScript(
      always({ answers: [...chain, a('e1.example.org', '192.0.2.1', 77), a('e1.example.org', '192.0.2.2')] }),
    )
    expect(reply).toMatchObject({
      outcome: 'answered',
      rcode: 'NOERROR',
      addresses: [
        { address: '192.0.2.1', ttl: 77 },
        { address: '192.0.2.2', ttl: 300 },
      ],
      cnames: ['Tools.Example.NET', 'e1.example.org'],
      transport: 'udp',
      recursion: true,
      authoritative: false,
      truncated: false,
      withoutEdns: false,
      tries: 1,
      ignored: 0,
    })
    expect(reply.ms).toBeGreaterThanOrEqual(0)
  })

  test.each<[string, Reply, Partial<DnsReply>]>([
    [
      'no such name',
      { rcode: 3, authorities: [soa('cisco.com')] },
      { outcome: 'nxdomain', rcode: 'NXDOMAIN' },
    ],
    ['failure', { rcode: 2 }, { outcome: 'servfail', rcode: 'SERVFAIL' }],
    ['refusal', { rcode: 5 }, { outcome: 'refused', rcode: 'REFUSED' }],
    ['not authoritative', { rcode: 9 }, { outcome: 'refused', rcode: 'NOTAUTH' }],
    ['a code without a name', { rcode: 15 }, { outcome: 'refused', rcode: 'RCODE15' }],
    ['nothing of that type', { authorities: [soa('cisco.com')] }, { outcome: 'no-data', addresses: [] }],
    ['nothing at all', {}, { outcome: 'no-data' }],
    [
      'an alias to nothing of that type',
      { answers: [cname(NAME, 'a.example')], authorities: [soa('example')] },
      { outcome: 'no-data', cnames: ['a.example'] },
    ],
    [
      'a referral',
      { flags: 0, authorities: [ns('com', 'a.gtld-servers.net')] },
      { outcome: 'lame', lame: 'referral', recursion: false },
    ],
    ['no recursion', { flags: 0 }, { outcome: 'lame', lame: 'no-recursion' }],
    [
      'its own zone, and an alias that leads out of it',
      { flags: FLAGS.authoritative, answers: [cname(NAME, 'a.example')] },
      { outcome: 'lame', lame: 'no-recursion', cnames: ['a.example'] },
    ],
    [
      'its own zone',
      { flags: FLAGS.authoritative, answers: [a(NAME, '192.0.2.1')] },
      { outcome: 'answered', authoritative: true, recursion: false },
    ],
    [
      'its own zone, empty',
      { flags: FLAGS.authoritative, authorities: [soa('cisco.com')] },
      { outcome: 'no-data' },
    ],
    [
      'aliases in a circle',
      { answers: [cname(NAME, 'b.example'), cname('b.example', 'c.example'), cname('c.example', NAME)] },
      { outcome: 'looping-cname', cnames: ['b.example', 'c.example', NAME] },
    ],
    [
      'aliases in a circle, found by the server',
      { rcode: 2, answers: [cname(NAME, NAME)] },
      { outcome: 'looping-cname', rcode: 'SERVFAIL' },
    ],
    ['addresses of another name', { answers: [a('other.example', '192.0.2.1')] }, { outcome: 'no-data' }],
    ['addresses of another type', { answers: [aaaa(NAME, '2001:db8::1')] }, { outcome: 'no-data' }],
  ])('%s', async (_what, reply, expected) => {
    expect(await askScript(always(reply))).toMatchObject(expected)
  })

  test('an IPv6 address', async () => {
    await using server = await startServer(always({ answers: [aaaa(NAME, '2001:db8::1')] }))
    expect(await askServer(server, NAME, 'AAAA', PATIENT)).toMatchObject({
      outcome: 'answered',
      addresses: [{ address: '2001:db8::1', ttl: 300 }],
    })
  })

  test('a name with a dot at its end is the same name', async () => {
    await using server = await startServer(always({ answers: [a(NAME, '192.0.2.1')] }))
    expect(await askServer(server, `${NAME}.`, 'A', PATIENT)).toMatchObject({
      outcome: 'answered',
      name: NAME,
    })
  })

  test('more addresses than are listed are counted', async () => {
    const answers = Array.from({ length: 40 }, (_, index) => a(NAME, `192.0.2.${index}`))
    const reply = await askScript(always({ answers }))
    expect(reply.addresses).toHaveLength(32)
    expect(reply.leftOut).toBe(8)
  })

  test('letters may come back in another case', async () => {
    const reply = await askScript(query => [
      replyTo(query, {
        questions: [{ type: 'A', class: 'IN', name: 'TOOLS.cisco.COM' }],
        answers: [a('Tools.Cisco.Com', '192.0.2.1')],
      }),
    ])
    expect(reply.outcome).toBe('answered')
  })
})
