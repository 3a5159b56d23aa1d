// Devices read live into a bundle: what it holds, what is masked in it, and that it judges as the devices themselves.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyze } from '../../src/app/analyze.ts'
import { type CheckOptions, check } from '../../src/app/check.ts'
import { collect } from '../../src/app/collect.ts'
import { readInputs } from '../../src/app/input.ts'
import { type KnownHostsFile, writeKnownHosts } from '../../src/lab/known-hosts.ts'
import { type Lab, startLab } from '../../src/lab/server.ts'
import { findingKey } from '../../src/model/finding.ts'
import type { DeviceReport } from '../../src/model/report.ts'
import { unredact } from '../../src/redact/unredact.ts'
import { newFolder, removeFolders } from '../bundle/place.ts'

const DEVICES = [
  'xe-callhome-http-url',
  'xe-classic-direct',
  'nx-classic-direct',
  'xr-classic-direct',
  'xe-slp-direct',
]
let lab: Lab
let knownHosts: KnownHostsFile
const dir = newFolder()

beforeAll(async () => {
  lab = await startLab({ devices: DEVICES })
  knownHosts = await writeKnownHosts(lab.knownHosts)
})
afterAll(async () => {
  await lab?.close()
  await knownHosts?.remove()
  removeFolders()
})

function run(more: Partial<CheckOptions> = {}, of: Lab = lab, known = knownHosts): CheckOptions {
  return {
    targets: of.devices.map(({ id, host, port, username, password }) => ({
      name: id,
      host,
      port,
      credentials: { username, password },
      groups: ['campus'],
      tags: ['berne'],
    })),
    session: { hostKeys: { mode: 'strict', file: known.path } },
    paceMs: 0,
    version: 'test',
    ...more,
  }
}

const findings = (devices: readonly DeviceReport[]) =>
  devices.map(({ name, status, findings }) => [name, status, findings.map(findingKey)])

describe('collect', () => {
  const file = join(dir, 'live.tar.gz')

  test('gives the findings of a live check, with the words of the inventory', async () => {
    const live = await check(run())
    const { devices, partial } = await collect({ ...run(), bundle: { file, level: 'secrets' } })
    expect(partial).toBeUndefined()
    const read = await analyze({ paths: [file], stdin: process.stdin, version: 'test' })
    expect(findings(read.devices)).toEqual(findings(live.devices))
    expect(devices.map(({ status }) => status)).toEqual(live.devices.map(({ status }) => status))
    expect(read.devices.map(({ groups, tags }) => [groups, tags])).toEqual(
      DEVICES.map(() => [['campus'], ['berne']]),
    )
    expect(read.run.notes).toEqual([])
  })

  test('is for its owner alone, and leaves nothing beside it', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(dir)).toEqual(['live.tar.gz'])
  })

  test('T36 the manifest names every capture with its times and its proof', async () => {
    const [bundle] = (await readInputs([file], {})).bundles
    expect(bundle?.damaged).toBe(false)
    const captures = bundle?.manifest.devices.flatMap(device => device.captures) ?? []
    const answered = captures.filter(({ status }) => status === 'ok')
    expect(answered.length).toBeGreaterThan(50)
    for (const one of answered) {
      expect(one.proof).toMatch(/^(?:prompt|last-line)$/)
      expect(Date.parse(one.finished_at ?? '') - Date.parse(one.started_at ?? '')).toBe(one.duration_ms)
    }
    expect(bundle?.manifest.devices.every(({ clock }) => clock !== undefined)).toBe(true)
  })

  test('T33 the transcript is what the session said, terminal control characters and all', async () => {
    const { bundles } = await readInputs([file], { transcripts: true })
    const nexus = bundles[0]?.manifest.devices.find(({ name }) => name === 'nx-classic-direct')
    const said = Buffer.concat([
      ...(bundles[0]?.transcripts.get(nexus?.folder ?? '')?.read() ?? []),
    ]).toString('latin1')
    // NX-OS begins its prompt with a carriage return.
    expect(said).toMatch(/\r\n\r[\w.-]+# ?show license all\r\n/)
    expect(said).toContain('show running-config')
  })

  test('with pseudonyms the findings are the same once they are read back', async () => {
    const put = join(dir, 'identity.tar.gz')
    const mapFile = join(dir, 'identity.map.json')
    await collect({ ...run(), bundle: { file: put, level: 'identity', mapFile } })
    expect(statSync(mapFile).mode & 0o777).toBe(0o600)
    const { entries } = JSON.parse(readFileSync(mapFile, 'utf8'))
    const read = await analyze({ paths: [put], stdin: process.stdin, version: 'test' })
    const live = await check(run())
    const back = unredact(JSON.stringify(findings(read.devices)), entries)
    expect(back.toLowerCase()).toBe(JSON.stringify(findings(live.devices)).toLowerCase())
    const bytes = gunzipSync(readFileSync(put)).toString('latin1')
    for (const { hostname, username, device } of lab.devices) {
      expect(bytes).not.toContain(hostname)
      expect(bytes).not.toMatch(new RegExp(`\\b${username}\\b`))
      expect(bytes).not.toContain(device.vars['sn'] ?? 'no serial number')
    }
    expect(bytes).not.toContain('"secret"')
  })

  test('a check keeps the same bundle beside its report', async () => {
    const put = join(dir, 'beside.tar.gz')
    const report = await check(run({ bundle: { file: put, level: 'secrets' } }))
    const read = await analyze({ paths: [put], stdin: process.stdin, version: 'test' })
    expect(findings(read.devices)).toEqual(findings(report.devices))
    expect(report.devices[0]?.captures.length).toBeGreaterThan(5)
  })

  test('a place that cannot be written is told in a sentence', async () => {
    const wrong = collect({ ...run(), bundle: { file: join(dir, 'nowhere', 'x.tar.gz'), level: 'secrets' } })
    await expect(wrong).rejects.toThrow(/cannot write the bundle to .*nowhere\/x\.tar\.gz \(ENOENT\)/)
  })
})

describe('a run that is stopped', () => {
  test('leaves a bundle of what there is, marked as partial', async () => {
    const slow = await startLab({
      devices: ['xe-classic-direct', 'nx-classic-direct'],
      faults: { 'nx-classic-direct': { 'show license all': { hangAfterBytes: 40 } } },
    })
    const known = await writeKnownHosts(slow.knownHosts)
    const file = join(dir, 'stopped.tar.gz')
    const stop = new AbortController()
    try {
      const done = collect({
        ...run({}, slow, known),
        concurrency: 1,
        bundle: { file, level: 'secrets' },
        signal: stop.signal,
        onProgress: event => {
          if (event.type !== 'session' || event.event.type !== 'command') return
          if (event.device === 'nx-classic-direct' && event.event.command === 'show license status')
            stop.abort()
          if (event.device === 'nx-classic-direct' && event.event.command === 'show license all')
            setTimeout(() => stop.abort(), 300)
        },
      })
      expect((await done).partial).toMatch(/1 of 2 devices were not read to the end/)
      const { sets, notes, bundles } = await readInputs([file], { transcripts: true })
      expect(notes.join('\n')).toMatch(/ended early: 1 of 2 devices/)
      expect(sets[0]?.captures.every(({ status }) => status !== 'not-tried')).toBe(true)
      const nexus = sets[1]
      expect(nexus?.problem?.kind).toBe('stopped')
      expect(nexus?.captures.find(one => one.command === 'show license all')?.status).toBe('truncated')
      expect(nexus?.captures.at(-1)?.status).toBe('not-tried')
      expect(bundles[0]?.transcripts.size).toBe(2)
      expect(existsSync(file)).toBe(true)
    } finally {
      await slow.close()
      await known.remove()
    }
  })
})

test('two devices of one name are both kept, and nothing is told of the one as of the other', async () => {
  const file = join(dir, 'twins.tar.gz')
  const options = run()
  const [one, other] = options.targets
  if (one === undefined || other === undefined) throw new Error('there are too few')
  const targets = [
    { ...one, name: 'twin' },
    { ...other, name: 'twin' },
  ]
  await collect({ ...options, targets, concurrency: 1, bundle: { file, level: 'secrets' } })
  const { bundles, sets } = await readInputs([file], { transcripts: true })
  expect(bundles[0]?.manifest.devices.map(({ folder }) => folder)).toEqual(['twin', 'twin-2'])
  expect(sets.map(({ captures }) => captures.length > 5)).toEqual([true, true])
  expect(sets[0]?.captures).not.toEqual(sets[1]?.captures)
  expect(bundles[0]?.transcripts.size).toBe(0)
})

test('a deadline leaves what there is, and says so', async () => {
  const slow = await startLab({
    devices: ['nx-classic-direct'],
    faults: { 'nx-classic-direct': { 'show license usage': { hangAfterBytes: 30 } } },
  })
  const known = await writeKnownHosts(slow.knownHosts)
  try {
    const file = join(dir, 'late.tar.gz')
    const { partial } = await collect({
      ...run({}, slow, known),
      deadlineMs: 6_000,
      bundle: { file, level: 'secrets' },
    })
    expect(partial).toMatch(/1 of 1 devices were not read to the end \(.*deadline of 6 s/)
    const [set] = (await readInputs([file], {})).sets
    expect(set?.problem?.kind).toBe('deadline')
  } finally {
    await slow.close()
    await known.remove()
  }
})

test("the run's own secrets are masked wherever a device prints them back, in pieces of any size", async () => {
  const password = 'Tr0ub4dor-and-3'
  const secret = 'en4ble-Zauber-X'
  const device = (await import('../../src/lab/load.ts')).loadDevices(undefined, ['xe-classic-direct'])[0]
  if (device === undefined) throw new Error('there is no such device')
  const { serveDevices } = await import('../../src/lab/server.ts')
  const echo = await serveDevices(
    [
      {
        ...device,
        login: { ...device.login, password, enable_secret: secret },
        banner: `last login used ${password} from somewhere`,
        answers: {
          ...device.answers,
          'show license all': `${device.answers['show license all']}\n x=${password}\n`,
        },
        logging: [...device.logging, `*Nov 20 10:00:00.000: %SYS-5-CONFIG_I: note ${secret} (${password})`],
      },
    ],
    {
      faults: {
        '*': { '@prompt': { dripMs: 1, chunkBytes: 7 }, 'show license all': { dripMs: 1, chunkBytes: 5 } },
      },
    },
  )
  const known = await writeKnownHosts(echo.knownHosts)
  const said: string[] = []
  try {
    const [one] = echo.devices
    if (one === undefined) throw new Error('it does not run')
    const file = join(dir, 'own.tar.gz')
    const done = await collect({
      ...run({ session: { hostKeys: { mode: 'strict', file: known.path }, enable: true } }, echo, known),
      targets: [
        {
          name: 'own',
          host: one.host,
          port: one.port,
          credentials: { username: one.username, password, enableSecret: secret },
        },
      ],
      bundle: { file, level: 'secrets' },
      onProgress: event =>
        said.push(JSON.stringify(event.type === 'done' ? (event.set.problem ?? {}) : event)),
    })
    const bytes = gunzipSync(readFileSync(file)).toString('latin1')
    expect(bytes).toContain('last login used <password hidden> from somewhere')
    expect(bytes).toContain('x=<password hidden>')
    for (const value of [password, secret]) {
      expect(bytes).not.toContain(value)
      expect(done.notes.join('\n') + said.join('\n')).not.toContain(value)
    }
    expect(done.masked['password']).toBeGreaterThan(3)
  } finally {
    await echo.close()
    await known.remove()
  }
})
