// Secrets planted in what devices say, and those of the run itself, are in no byte the tool writes: no file, no format,
// no message, no notification.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/cli/formats.ts'
import { type Lab, serveDevices } from '../../src/lab/server.ts'
import { capturesOf } from '../lab/captures.ts'
import { buildWhenStale } from '../scenarios/run.ts'
import { DRIPPED, OWN, type Planted, plantedDevices } from './canaries/devices.ts'
import { Finder } from './canaries/finder.ts'
import { Place, type Ran } from './canaries/place.ts'
import { type Receivers, receivers } from './canaries/receivers.ts'

const now = new Date()
const live: Planted = plantedDevices(now, true)
const saved: Planted = plantedDevices(now, false)
const finder = new Finder(live.canaries, OWN)
let lab: Lab
let told: Receivers
let place: Place
let hosts: readonly string[]

beforeAll(async () => {
  buildWhenStale()
  lab = await serveDevices(live.devices, { faults: { '*': DRIPPED } })
  told = await receivers()
  place = new Place()
  hosts = lab.devices.map(one => `${one.username}@${one.host}:${one.port}`)
  place.give('known_hosts', lab.knownHosts)
  place.give('hook', `http://netops:${OWN.webhook}@127.0.0.1:${told.webhookPort}/services/${OWN.webhook}`)
  for (const device of saved.devices) {
    const { captures } = capturesOf(device, now)
    const typed = [`license smart register idtoken ${token}`, ...captures.map(asTyped)]
    place.give(`saved/${device.id}.txt`, typed.map(one => `${device.hostname}#${one}\n`).join(''))
  }
  const configured = live.canaries.filter(({ text }) => text.startsWith('leaf-1(config)# '))
  place.give(
    'odd/session.txt',
    `${configured.map(({ text }) => `${text}\n`).join('')}leaf-1# show foo\nbar\n`,
  )
})
afterAll(async () => {
  await lab?.close()
  await told?.close()
  await place?.remove()
})

/** A token of the table, so that it is looked for. */
const token = live.canaries
  .find(({ template }) => template === 'license smart register idtoken {t}')
  ?.text.split(' ')
  .at(-1)

const asTyped = ({ command, text }: { command: string; text: string }): string => `${command}\n${text}`

const everyFormat = (name: string): string[] =>
  FORMATS.filter(one => one !== 'text').flatMap(one => ['-o', `${one}=${name}.${one}`])

const login = ['--enable', '--known-hosts', 'known_hosts']

/** As a person runs it who wants to see everything. */
function run(...args: string[]): Promise<Ran> {
  return place.run(args, {
    env: { SMARTLIC_PASSWORD: OWN.password, SMARTLIC_ENABLE_PASSWORD: OWN.enable, DEBUG: '*' },
  })
}

/** What the runs of a test wrote, and told others. */
function leaks(): string[] {
  const texts = [...place.seen, ...told.got]
  place.seen.clear()
  expect(texts.length).toBeGreaterThan(2)
  return finder.leaksIn(texts)
}

describe('devices that are read now', () => {
  test('check: every format, the bundle beside it, the state of the job, syslog, webhook and mail', async () => {
    const { code, stdout } = await run(
      ...['check', ...hosts, ...login, '-f', 'text', '--verbose', ...everyFormat('report')],
      ...['--bundle', 'beside.tar.gz', '--only-changes', '--job', 'canaries'],
      ...['--syslog', told.syslog, '--webhook-file', 'hook', '--mail-to', 'noc@example.net'],
      ...['--smtp-file', place.give('smtp', `smtp://127.0.0.1:${told.smtpPort}`)],
    )
    expect(code).toBe(2)
    expect(stdout).toContain('Call Home sends to Cisco over plain HTTP')
    expect(new Set(told.got.map(([who]) => who))).toEqual(
      new Set(['syslog', 'webhook', 'mail', 'mail, decoded']),
    )
    expect([...place.seen.keys()].join('\n')).toMatch(/state\/smartlic\/.*canaries\.json/)
    expect(leaks()).toEqual([])
  })

  test.each(['secrets', 'identity', 'strict'])('collect at level %s', async level => {
    const some = level === 'secrets' ? hosts : hosts.slice(level === 'identity' ? 1 : 2).slice(0, 1)
    const { code } = await run('collect', ...some, ...login, '-o', `${level}.tar.gz`, '--redact', level)
    expect(code).toBe(0)
    const unpacked = place.seen.get(
      [...place.seen.keys()].find(key => /\/\w+\.tar\.gz .*unpacked$/.test(key)) ?? '',
    )
    expect(unpacked).toContain('<password hidden>')
    expect(leaks()).toEqual([])
  })

  test('case', async () => {
    const { code } = await run('case', hosts[0] ?? '', ...login, '-o', 'live-case.tar.gz', '--problem', 'x')
    expect(code).toBe(0)
    expect(leaks()).toEqual([])
  })
})

describe('output that was saved before', () => {
  test('analyze: every format, of raw files and of a bundle', async () => {
    expect((await run('analyze', 'saved', '-v', '-f', 'text', ...everyFormat('analyzed'))).code).toBe(2)
    expect((await run('analyze', 'secrets.tar.gz', '-f', 'json')).code).toBe(2)
    expect((await run('analyze', 'odd')).stderr).toMatch(
      /holds no command smartlic reads\s+\(found: snmp-server/,
    )
    expect(leaks()).toEqual([])
  })

  test('case, of raw files and of a bundle', async () => {
    const words = live.canaries.find(({ template }) => template === 'enable secret {w}')?.text ?? ''
    const tried = ['--problem', `cannot register; ${words}`, '--tried', words]
    expect((await place.run(['case', 'saved', '-o', 'case.tar.gz', ...tried])).code).toBe(0)
    expect((await run('case', 'identity.tar.gz', '-o', 'again.tar.gz')).code).toBe(0)
    expect(leaks()).toEqual([])
  })

  test('facts and explained rules', async () => {
    for (const format of ['text', 'json'])
      expect((await run('facts', 'saved', '--missing', '--coverage', '-f', format)).code).toBe(0)
    for (const rule of ['callhome-http-url', 'comm-failed-log'])
      await run('rules', 'explain', rule, 'saved/xe-callhome-http-url.txt')
    expect(leaks()).toEqual([])
  })

  test('redact, at each level, with its report and its map', async () => {
    const report = ['--report', 'masked.json']
    expect((await run('redact', 'saved/nx-known-issue-1.txt', ...report)).code).toBe(0)
    for (const level of ['identity', 'strict'])
      expect(
        (await run('redact', 'saved', '-l', level, '-o', `masked-${level}`, '--map', `${level}.map`)).code,
      ).toBe(0)
    expect(leaks()).toEqual([])
  })

  test('compare and report render', async () => {
    for (const format of ['text', 'json', 'markdown'])
      await run('compare', 'saved', 'report.json', '-v', '-f', format)
    await run('compare', 'saved', 'secrets.tar.gz', '-v')
    for (const format of ['html', 'markdown']) await run('report', 'render', 'report.json', '-f', format)
    expect(leaks()).toEqual([])
  })
})
