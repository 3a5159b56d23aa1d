// A whole run against servers in this process: nothing is contacted that the dry run did not announce, nor more often; it ends, and when told at once.
import { setMaxListeners } from 'node:events'
import { describe, expect, test, vi } from 'vitest'
import { factsOf } from '../../src/app/judge.ts'
import { Probing } from '../../src/app/probe/attach.ts'
import { derive } from '../../src/diagnose/derive/index.ts'
import { loadDevices } from '../../src/lab/load.ts'
import { assemble } from '../../src/parse/assemble.ts'
import { contactsOf, type PlannedContact } from '../../src/probe/contacts.ts'
import type { DeviceView, ProbePlan } from '../../src/probe/plan.ts'
import { type ProbeOptions, Prober } from '../../src/probe/run.ts'
import { planFor, targetOf, viewOf } from '../../src/probe/targets.ts'
import { saved } from '../e2e/saved.ts'
import { type Contact, LIST_HOSTS, type Mood, startWorld, watchContacts } from './world.ts'

const turns = vi.hoisted(() => ({ taken: 0 }))
vi.mock('../../src/probe/pace.ts', async original => {
  const real = await original<typeof import('../../src/probe/pace.ts')>()
  return {
    ...real,
    rateLimit: (...args: Parameters<typeof real.rateLimit>) => {
      const wait = real.rateLimit(...args)
      return () => {
        turns.taken += 1
        return wait()
      }
    },
  }
})

const ALL = [
  'xe-classic-direct',
  'xe-classic-proxy',
  'xe-slp-cslu',
  'nx-classic-onprem',
  'xr-classic-gateway',
  'nx-slp-direct',
]
const OWN = [{ address: '198.51.100.53', port: 53, vrf: '', owner: 'computer' as const }]

interface Planned {
  readonly plan: ProbePlan
  readonly view: DeviceView
}

function planned(id: string): Planned {
  const device = loadDevices().find(one => one.id === id)
  if (device === undefined) throw new Error(`no lab device ${id}`)
  const { facts } = factsOf(saved(device))
  const plan = planFor(facts, { ownServers: OWN })
  if (typeof plan === 'string') throw new Error(plan)
  // One time server by name besides: names are looked up by this computer's name servers.
  return {
    plan: { ...plan, ntp: [...plan.ntp, { address: 'time.example.net', vrf: '' }] },
    view: viewOf(facts),
  }
}

interface Ran {
  readonly seen: readonly Contact[]
  readonly texts: readonly string[]
  readonly whole: readonly boolean[]
  readonly hostsOf: (address: string) => string[]
}

async function run(
  devices: readonly Planned[],
  mood: Mood,
  options: ProbeOptions = {},
  during?: (seen: readonly Contact[]) => void,
): Promise<Ran> {
  await using world = await startWorld(
    devices.map(({ plan }) => plan),
    mood,
  )
  const { seen, stop } = watchContacts(world.map)
  const watching = during === undefined ? undefined : setInterval(() => during(seen), 5)
  try {
    const timeoutMs = mood === 'answers' ? 20_000 : 250
    const prober = new Prober({ timeoutMs, rate: 1_000, ...options, map: world.map })
    const results = await Promise.all(devices.map(({ plan, view }) => prober.probe(plan, view)))
    return {
      seen: [...seen],
      texts: results.map(({ text }) => text),
      whole: results.map(one => one.whole),
      hostsOf: world.hostsOf,
    }
  } finally {
    clearInterval(watching)
    stop()
  }
}

/** Contacts that go beyond what was announced, as text. */
function beyond({ seen, hostsOf }: Ran, announced: readonly PlannedContact[]): string[] {
  const counts = new Map<string, Contact & { count: number }>()
  for (const one of seen) {
    const key = `${one.protocol} ${one.address} ${one.port}`
    counts.set(key, { ...one, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts].flatMap(([key, { protocol, address, port, count }]) => {
    const hosts = hostsOf(address)
    const fits = announced.filter(
      one =>
        one.protocol === protocol &&
        one.port === port &&
        (hosts.includes(one.host) ||
          (one.host.startsWith('(') && hosts.some(host => LIST_HOSTS.includes(host)))),
    )
    const most = fits.reduce((sum, one) => sum + one.most, 0)
    return count > most ? [`${key}: ${count} of ${most}`] : []
  })
}

const countOf = (seen: readonly Contact[], protocol: Contact['protocol'], address: string): number =>
  seen.filter(one => one.protocol === protocol && one.address === address).length

describe.each(['answers', 'silent', 'closed'] as const)('servers: %s', mood => {
  test('what is sent is what the dry run announced, and no more', async () => {
    const devices = ALL.map(planned)
    const before = turns.taken
    const ran = await run(devices, mood)
    expect(ran.seen.length).toBeGreaterThan(0)
    expect(
      beyond(
        ran,
        devices.flatMap(({ plan }) => contactsOf(plan)),
      ),
    ).toEqual([])
    expect(ran.whole).toEqual(devices.map(() => true))
    // Each packet and each connection waits for its turn.
    expect(turns.taken - before).toBeGreaterThanOrEqual(ran.seen.length)
  })

  test.each(ALL)('%s alone', async id => {
    const device = planned(id)
    const ran = await run([device], mood)
    expect(beyond(ran, contactsOf(device.plan))).toEqual([])
  })
})

test('the lists of known authorities are asked for, those of strangers not even by name', async () => {
  const ran = await run([planned('nx-classic-onprem')], 'answers')
  const contacted = new Set(ran.seen.flatMap(({ address }) => ran.hostsOf(address)))
  const [text = ''] = ran.texts
  expect(LIST_HOSTS.every(host => contacted.has(host))).toBe(true)
  expect(contacted.has('crl.evil.example')).toBe(false)
  expect(text).toContain('refused use=revocation what=crl.evil.example:80')
})

describe('a server that is silent', () => {
  test('costs exactly what was announced: four packets and two connections a name server, two a time server', async () => {
    const device = planned('xe-classic-direct')
    const { seen } = await run([device], 'silent')
    const [server] = device.plan.servers
    const address = server?.address ?? ''
    const announced = contactsOf(device.plan).filter(one => one.host === address)
    expect(announced.map(one => `${one.protocol} ${one.most}`)).toEqual(['udp 4', 'tcp 2'])
    expect(countOf(seen, 'udp', address)).toBe(4)
    expect(countOf(seen, 'tcp', address)).toBe(2)
    const [ntp] = device.plan.ntp
    expect(countOf(seen, 'udp', ntp?.address ?? '')).toBe(2)
  })
})

test('five hundred devices on the same way ask as often as one', async () => {
  const device = planned('xe-classic-direct')
  const one = await run([device], 'answers')
  const many = await run(Array<Planned>(500).fill(device), 'answers')
  expect(many.texts).toHaveLength(500)
  const tally = ({ seen }: Ran): string[] =>
    seen.map(({ protocol, address, port }) => `${protocol} ${address} ${port}`).sort()
  expect(tally(many)).toEqual(tally(one))
})

test.each(['silent', 'closed'] as const)(
  'offline (%s): it ends, is whole, and says that nothing answers',
  async mood => {
    const { texts, whole } = await run([planned('xe-classic-direct')], mood)
    expect(whole).toEqual([true])
    const capture = {
      command: 'probe',
      status: 'ok',
      text: texts[0] ?? '',
      firstLine: 1,
      origin: '',
    } as const
    const { facts } = derive(assemble({ name: 'sw1', platform: 'ios-xe', captures: [capture] }))
    expect(facts.probe?.dns?.length).toBeGreaterThan(0)
    expect(facts.derived?.probe?.answered).toBe(false)
  },
)

test('Ctrl-C in the middle: it ends at once, keeps what it has and is not taken for whole', async () => {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  const devices = ALL.map(planned)
  // Minutes: without the signal the test does not end.
  const { texts, whole, seen } = await run(
    devices,
    'silent',
    { signal: controller.signal, timeoutMs: 600_000 },
    contacts => {
      if (contacts.length > 3) controller.abort()
    },
  )
  expect(seen.length).toBeGreaterThan(3)
  expect(whole).toEqual(devices.map(() => false))
  for (const text of texts) {
    expect(text).toMatch(/^probe format=1 /)
    expect(text).not.toMatch(/^end /m)
    expect(text).toMatch(/outcome=(cancelled|not-tried)/)
    const capture = { command: 'probe', status: 'truncated', text, firstLine: 1, origin: '' } as const
    const store = assemble({ name: 'sw1', platform: 'ios-xe', captures: [capture] })
    expect(store.facts.probe?.target?.host).toBeDefined()
    expect(store.facts.probe?.tcp).toBeUndefined()
    expect(store.missing.get('probe')?.reason ?? store.missing.get('probe.tcp')?.reason).toMatch(
      /probe again/,
    )
  }
})

test('a run with a deadline ends with it, whatever the servers do', async () => {
  const { plan, view } = planned('xe-classic-direct')
  await using world = await startWorld([plan], 'silent')
  const probing = new Probing({ timeoutMs: 600_000, deadlineMs: 200, map: world.map, note: () => undefined })
  const capture = await probing.capture(plan, view)
  expect(capture).toMatchObject({ status: 'truncated', reason: expect.stringMatching(/stopped/) })
  expect(capture.text).toMatch(/outcome=cancelled/)
})

test('a run that was ended before it began sends nothing', async () => {
  const { seen, whole } = await run([planned('xe-classic-direct')], 'answers', {
    signal: AbortSignal.abort(),
  })
  expect(seen).toEqual([])
  expect(whole).toEqual([false])
})

describe('what a run writes down', () => {
  const lines = ({ texts }: Ran, kind: string): string[] =>
    (texts[0] ?? '').split('\n').filter(line => line.startsWith(`${kind} `))

  test('the race of both families over all addresses', async () => {
    const { plan, view } = planned('xe-classic-direct')
    const six = { ...plan, name: plan.target.host, hostEntries: ['2001:db8::7'] }
    const both = lines(await run([{ plan: six, view }], 'answers'), 'picked')
    expect(both).toHaveLength(1)
    expect(both[0]).toMatch(/ address=2001:db8::7 family=6 ms=\d+ delay=0$/)
    expect(lines(await run([{ plan, view }], 'answers'), 'picked')[0]).toContain('family=4')
    expect(lines(await run([{ plan: six, view }], 'closed'), 'picked')).toEqual([])
  })

  test('which endpoint the URL is meant for: by its host where the path is wrong, by the port of the CSLU', async () => {
    const { plan, view } = planned('xe-classic-direct')
    const on = (url: string): Planned => {
      const target = targetOf(url)
      if (target === undefined) throw new Error(url)
      return { plan: { ...plan, target, name: target.host, hostEntries: [] }, view }
    }
    const kind = async (url: string): Promise<string | undefined> =>
      / kind=(\S+)/.exec(lines(await run([on(url)], 'answers'), 'http')[0] ?? '')?.[1]
    expect(await kind('https://smartreceiver.cisco.com/wrong')).toBe('smart')
    expect(await kind('https://tools.cisco.com/SmartTransport')).toBe('call-home')
    expect(await kind('http://cslu.example.net:8182/wrong')).toBe('cslu')
    expect(await kind('https://ssm.example.net/wrong')).toBe('gateway')
  })

  test('a device that follows a time server by name is no second witness for it', async () => {
    const { plan, view } = planned('xe-classic-direct')
    const ntp = [{ address: 'time.example.net', vrf: '' }]
    const named = { ...plan, ntp }
    const voice = async (
      follows: (hostsOf: Map<string, string>) => string[],
    ): Promise<string | undefined> => {
      await using world = await startWorld([named], 'answers')
      const prober = new Prober({ timeoutMs: 20_000, rate: 1_000, map: world.map })
      const one = { ...view, skewMs: 0, skewErrorMs: 1_000, follows: follows(new Map(world.names)) }
      const { text } = await prober.probe(named, one)
      const line = text.split('\n').find(row => row.startsWith('clocks ')) ?? ''
      return / clocks\.(\d+)\.kind=device .*? clocks\.\1\.counted=(\w+)/.exec(line)?.[2]
    }
    expect(await voice(names => [names.get('time.example.net') ?? ''])).toBe('false')
    expect(await voice(() => ['192.0.2.250'])).toBe('true')
  })

  test("lists fetched through the proxy of the device's HTTP client, and through nothing else", async () => {
    const { plan, view } = planned('nx-classic-onprem')
    const proxied = { ...plan, listsProxy: { host: 'web.example.net', port: 3128 } }
    const ran = await run([{ plan: proxied, view }], 'answers')
    const hosts = ran.seen.filter(one => one.protocol === 'tcp').flatMap(one => ran.hostsOf(one.address))
    expect(hosts.filter(host => host === 'web.example.net')).toHaveLength(LIST_HOSTS.length)
    expect(hosts.some(host => LIST_HOSTS.includes(host))).toBe(false)
    expect(beyond(ran, contactsOf(proxied))).toEqual([])
    // The answer of the proxy counts as the answer of the list.
    expect(lines(ran, 'crl').filter(line => line.includes('httpStatus=404'))).toHaveLength(LIST_HOSTS.length)
  })

  test('addresses: eight of a family at most', async () => {
    const { plan, view } = planned('xe-classic-direct')
    const hostEntries = Array.from({ length: 20 }, (_, at) => `198.51.100.${at + 100}`)
    const ran = await run([{ plan: { ...plan, hostEntries }, view }], 'closed')
    expect(lines(ran, 'tcp')).toHaveLength(8)
  })
})
