// All hosts at all servers: what is asked, in which order, and when it ends.
import { expect, test } from 'vitest'
import { resolveHosts } from '../../../src/probe/dns/resolve.ts'
import { a, askedFor, replyTo, type Script, startServer } from './server.ts'

const known: Script = query => {
  const { name, type } = askedFor(query)
  if (!name.endsWith('cisco.com')) return [replyTo(query, { rcode: 3 })]
  return [replyTo(query, { answers: type === 'A' ? [a(name, '192.0.2.38')] : [] })]
}

const CONTEXT = { timeoutMs: 20_000 }

test('every host, A and AAAA; a full name that is not there with its search domains', async () => {
  await using server = await startServer(known)
  const result = await resolveHosts(
    {
      servers: [server],
      own: [],
      hosts: ['tools.cisco.com', 'crl.example', '192.0.2.1', 'tools.cisco.com'],
      searchDomains: ['lab.example'],
    },
    CONTEXT,
  )
  expect(server.asked.map(({ query }) => Object.values(askedFor(query)).join(' ')).toSorted()).toEqual([
    'crl.example A',
    'crl.example AAAA',
    'crl.example.lab.example A',
    'crl.example.lab.example AAAA',
    'tools.cisco.com A',
    'tools.cisco.com AAAA',
  ])
  expect(result.summaries.map(({ host, device }) => `${host} ${device}`)).toEqual([
    'tools.cisco.com resolves',
    'crl.example fails',
  ])
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
})

test('search domains are not asked for when the server could not be heard', async () => {
  await using server = await startServer(query => [replyTo(query, { rcode: 2 })])
  const request = { servers: [server], own: [], hosts: ['crl.example'], searchDomains: ['lab.example'] }
  const { answers } = await resolveHosts(request, CONTEXT)
  expect(answers.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
    'crl.example servfail',
    'crl.example servfail',
  ])
})

test('no more than eight questions are under way at once, and no host beyond the sixteenth is asked for', async () => {
  let open = 0
  let most = 0
  await using server = await startServer(async query => {
    open += 1
    most = Math.max(most, open)
    await new Promise(resolve => setTimeout(resolve, 5))
    open -= 1
    return known(query, 'udp', Buffer.alloc(0))
  })
  const hosts = Array.from({ length: 20 }, (_, n) => `h${n}.cisco.com`)
  const result = await resolveHosts({ servers: [server], own: [], hosts }, CONTEXT)
  expect(result).toMatchObject({ leftOut: 4 })
  expect(result.answers).toHaveLength(32)
  expect(most).toBeLessThanOrEqual(8)
})

test('a run that is ended leaves cancelled questions, and no question is sent after that', async () => {
  const stop = new AbortController()
  await using server = await startServer(() => {
    stop.abort()
    return []
  })
  const hosts = Array.from({ length: 10 }, (_, n) => `h${n}.cisco.com`)
  const result = await resolveHosts(
    { servers: [server], own: [], hosts },
    { timeoutMs: 600_000, signal: stop.signal },
  )
  expect(new Set(result.answers.map(({ outcome }) => outcome))).toEqual(new Set(['cancelled']))
  expect(server.asked.length).toBeLessThanOrEqual(8)
  expect(result.summaries[0]).toMatchObject({ device: 'unknown', agreement: 'unknown' })
})

test('without hosts and without servers nothing is asked', async () => {
  expect(await resolveHosts({ servers: [], own: [], hosts: ['tools.cisco.com'] }, CONTEXT)).toMatchObject({
    answers: [],
    summaries: [{ device: 'none', computer: 'none', agreement: 'unknown' }],
  })
  expect(await resolveHosts({ servers: [], own: [], hosts: [] }, CONTEXT)).toEqual({
    answers: [],
    summaries: [],
    leftOut: 0,
  })
})
