// Hostile text through the whole command line: what devices say, what inventories and files are called. Nothing of it acts
// on a terminal, in a spreadsheet, a ticket, a browser, a monitoring system or a shell, and every file name is harmless.
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { list } from 'tar'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { jobNameOf } from '../../src/app/cron/job-name.ts'
import { bundleRequest } from '../../src/cli/bundle/flags.ts'
import { Voice } from '../../src/cli/check/voice.ts'
import { FORMATS, render } from '../../src/cli/formats.ts'
import { createProgress } from '../../src/cli/progress.ts'
import { createTheme } from '../../src/cli/theme.ts'
import { loadDevices } from '../../src/lab/load.ts'
import { type Lab, serveDevices } from '../../src/lab/server.ts'
import { displayText } from '../../src/report/clean.ts'
import { shellWord } from '../../src/report/shell.ts'
import { everything, poisoned } from '../report/hostile.ts'
import { buildWhenStale } from '../scenarios/run.ts'
import { Place, type Ran } from './canaries/place.ts'
import { receivers } from './canaries/receivers.ts'
import { assertHarmless, HARMFUL } from './hostile/harmless.ts'
import { hostileInventory, hostileOutput, TEXTS } from './hostile/inputs.ts'

const now = new Date()
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g
/** Eight levels of ten: a hundred million hosts. */
const ALIASES = `a: &a [x, x]\n${[...'bcdefghi'].map((name, at) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[at]}`)}]\n`).join('')}hosts: *i\n`

let place: Place
let lab: Lab

beforeAll(async () => {
  buildWhenStale()
  place = new Place()
  lab = await serveDevices(loadDevices(undefined, ['nx-known-issue-1']), { host: '0.0.0.0' })
  for (const { name, bytes } of hostileOutput(now)) place.give(`saved/${name}`, bytes)
  place.give('devices.csv', hostileInventory(lab.devices[0]?.port ?? 0))
}, 120_000)
afterAll(async () => {
  await lab?.close()
  await place?.remove()
})

const everyFormat = (name: string): string[] =>
  FORMATS.filter(one => one !== 'text').flatMap(one => ['-o', `${one}=${name}.${one}`])

/** What is printed is clean whatever it is of. */
async function run(...args: string[]): Promise<Ran> {
  const ran = await place.run(args, {
    env: { SMARTLIC_PASSWORD: lab.devices[0]?.password ?? '' },
    // What serves until Ctrl-C is ended once it says that it does.
    started: child =>
      void child.stderr?.on('data', text => String(text).includes('until Ctrl-C') && child.kill('SIGINT')),
  })
  for (const text of [ran.stdout, ran.stderr]) {
    const harm = HARMFUL.exec(text)
    expect(
      harm === null ? '' : JSON.stringify(text.slice(Math.max(0, harm.index - 60), harm.index + 20)),
    ).toBe('')
  }
  return ran
}

/** The files of a run, each in the format its ending names. */
function assertFiles(name: string, devices: number): void {
  for (const format of FORMATS)
    if (format !== 'text') assertHarmless(format, place.read(`${name}.${format}`), devices)
}

/** Members of an archive: files with plain names below folders with plain names, a folder a device. */
async function assertMembers(name: string, devices: number): Promise<void> {
  const paths: string[] = []
  await list({ file: place.path(name), onReadEntry: entry => paths.push(`${entry.type} ${entry.path}`) })
  for (const path of paths)
    expect(path).toMatch(/^File (?:[A-Za-z0-9][\w.-]{0,80}\/){0,2}[A-Za-z0-9][\w.-]{0,80}$/)
  const small = paths.map(path => path.toLowerCase())
  expect(new Set(small).size).toBe(small.length)
  const folders = small.flatMap(path => /^file devices\/([^/]+)\//.exec(path)?.[1] ?? [])
  expect(new Set(folders).size).toBe(devices)
  expect(folders.filter(folder => /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/.test(folder))).toEqual([])
}

describe('devices that say it', () => {
  test('analyze, in every format; the reports rendered again', async () => {
    const { code, stdout } = await run('analyze', 'saved', '-v', '-f', 'text', ...everyFormat('report'))
    expect(code).toBe(2)
    assertHarmless('text', stdout, TEXTS.length)
    assertFiles('report', TEXTS.length)
    // They do come through: as text.
    for (const words of ['evil.example', 'HYPERLINK', '/etc/passwd', 'rm -rf', '@everyone'])
      for (const format of ['json', 'html', 'csv']) expect(place.read(`report.${format}`)).toContain(words)
    expect((await run('report', 'render', 'report.json', '-f', 'text', ...everyFormat('again'))).code).toBe(2)
    assertFiles('again', TEXTS.length)
    for (const format of FORMATS)
      if (format !== 'text')
        expect(place.read(`again.${format}`), format).toBe(place.read(`report.${format}`))
  })

  test('facts, rules, compare', async () => {
    await run('facts', 'saved', '--missing', '--coverage')
    const { stdout } = await run('facts', 'saved', '--missing', '--coverage', '-f', 'json')
    expect(JSON.parse(stdout).devices).toHaveLength(TEXTS.length)
    await run('rules', 'explain', 'callhome-http-url', 'saved')
    await run('compare', 'report.json', 'again.json', '-v')
    const compared = await run('compare', 'report.json', 'again.json', '-v', '-f', 'json')
    expect(JSON.parse(compared.stdout).devices).toHaveLength(TEXTS.length)
    const { stdout: markdown } = await run('compare', 'saved', 'report.json', '-v', '-f', 'markdown')
    assertHarmless('markdown', markdown, TEXTS.length)
  })

  test('a case and masked files keep harmless names', async () => {
    expect(
      (
        await run(
          'case',
          'saved',
          '-o',
          'case.tar.gz',
          '--problem',
          TEXTS.map(([, text]) => text.replaceAll('\0', '')).join(' '),
        )
      ).code,
    ).toBe(0)
    await assertMembers('case.tar.gz', TEXTS.length)
    expect((await run('redact', 'saved', '-o', 'masked', '--report', 'masked.json')).code).toBe(0)
    // Names of files may be masked, too: each is still one file of that folder.
    expect(place.names('work/masked')).toHaveLength(TEXTS.length)
    expect(readdirSync(place.path('masked'))).toHaveLength(TEXTS.length)
  })
})

describe('an inventory that says it', () => {
  test('lists, checks and dry runs', async () => {
    const { stdout } = await run('inventory', 'list', 'devices.csv', '-f', 'json')
    expect(JSON.parse(stdout)).toHaveLength(TEXTS.length)
    await run('inventory', 'list', 'devices.csv')
    await run('inventory', 'validate', 'devices.csv')
    await run('check', '@devices.csv', '--dry-run')
  })

  test('check in every format, its bundle, its job and the case of one device', async () => {
    const told = await receivers()
    const flags = ['--host-key', 'off', '--quick', '--rate', '100', '--platform', 'nx-os']
    const { code, stdout } = await run(
      ...['check', '@devices.csv', ...flags, '-f', 'text', ...everyFormat('live')],
      ...[
        '--bundle',
        'live.tar.gz',
        '--only-changes',
        '--syslog',
        told.syslog,
        '--mail-to',
        'noc@example.net',
      ],
      ...['--smtp-file', place.give('smtp', `smtp://127.0.0.1:${told.smtpPort}`)],
      ...['--webhook-file', place.give('hook', `http://127.0.0.1:${told.webhookPort}/`)],
    )
    await told.close()
    const of = (who: string): string[] => told.got.flatMap(([name, text]) => (name === who ? [text] : []))
    expect(of('syslog').length).toBeGreaterThanOrEqual(TEXTS.length)
    for (const line of of('syslog')) {
      const text = Buffer.from(line, 'latin1').toString().replace('\ufeff', '')
      expect(text).toMatch(/^<\d+>1 .*$/)
      expect(text).not.toMatch(HARMFUL)
    }
    expect(of('webhook').map(text => HARMFUL.test(text) || JSON.parse(text).devices.length)).toEqual([
      TEXTS.length,
    ])
    const [mail = ''] = of('mail')
    expect(mail.split('\r\n\r\n')[0]?.match(/^(?:Subject|To|From|Bcc|Cc|X-\S+):/gim)).toHaveLength(3)
    const [read = ''] = of('mail, decoded')
    const shown = Buffer.from(read, 'latin1').toString().replace(/\r\n/g, '\n')
    expect(shown).not.toMatch(HARMFUL)
    expect(code).toBeLessThan(3)
    assertHarmless('text', stdout, TEXTS.length)
    assertFiles('live', TEXTS.length)
    await assertMembers('live.tar.gz', TEXTS.length)
    for (const name of place.names('state')) expect(name).toMatch(/^[a-z0-9][a-z0-9.-]{0,60}$/)
    expect(place.names('state').some(name => name.endsWith('.json'))).toBe(true)
  })
})

describe('files that say it', () => {
  test('replay of a bundle, and a folder of simulated devices', async () => {
    const { stdout } = await run('replay', 'live.tar.gz')
    expect(stdout).toContain('Check all')
    for (const line of stdout.split('\n').filter(one => one.includes('smartlic check')))
      expect(line.trim()).toMatch(/^[\w@%+=:,./ -]+$/)
    const title = TEXTS.map(([, text]) => text)
      .join(' ')
      .replaceAll('\0', '')
    place.give('lab/own.yaml', JSON.stringify({ id: 'own', title, extends: 'nx-classic-direct' }))
    expect((await run('lab', '--list', '--dir', 'lab', '--device', 'own')).stdout).toContain('own')
  })

  test.each([
    ['nested without end', `hosts:\n${' {a:'.repeat(20_000)}`, /nested too deep/],
    ['of ever more aliases', ALIASES, /too many YAML aliases/],
    ['of another encoding', '\ufffe\u0000hosts', /no text file|no inventory/],
    [
      'with a name on two lines',
      'hosts:\n  "a\\nb": {host: 192.0.2.1}\n',
      /^smartlic: bad\.yaml:2: hosts\.a b: .*\n$/,
    ],
  ])('an inventory %s is refused in a sentence', async (_name, text, words) => {
    place.give('bad.yaml', text)
    const { code, stderr } = await run('inventory', 'list', 'bad.yaml')
    expect(code).toBe(3)
    expect(stderr).toMatch(words)
    expect(stderr.length).toBeLessThan(400)
  })

  test('rules of a pack and waivers', async () => {
    const all = TEXTS.map(([, text]) => text.replace(/[\ud800-\udfff\0]/g, '').replaceAll('{{', '{')).join(
      ' ',
    )
    const rule = {
      id: 'own-rule',
      title: all,
      role: 'cause',
      hop: 'url',
      severity: 'warning',
      platforms: ['ios-xe', 'nx-os', 'ios-xr'],
      when: ['device.hostname != ""'],
      evidence: ['device.hostname'],
      message: all,
      why: all,
      fix: [
        {
          platforms: ['ios-xe', 'nx-os', 'ios-xr'],
          risk: 'low',
          impact: all,
          steps: [all],
          undo: 'no such line',
        },
      ],
      verify: [{ run: 'show version', expect: all }],
      references: [{ title: all, url: 'https://www.cisco.com/' }],
    }
    place.give('pack/own-rule.yaml', JSON.stringify(rule))
    const pack = ['--rules', 'pack']
    const lint = await run('rules', 'lint', ...pack)
    expect(lint.code, lint.stdout).toBeLessThan(3)
    for (const args of [['list'], ['list', '-f', 'json'], ['explain', 'own-rule'], ['coverage']])
      await run('rules', ...args, ...pack).catch(error => {
        throw new Error(`${args}: ${error}`)
      })
    const reason = all.replace(CONTROLS, '')
    const waivers = [
      { rule: 'callhome-http-url', device: '*', reason, owner: reason, expires: '2099-01-01' },
      { rule: 'ntp-missing', device: all.slice(0, 200), reason, owner: reason, expires: '2020-01-01' },
    ]
    place.give('waivers.yaml', JSON.stringify({ waivers }))
    const analyzed = await run(
      'analyze',
      'saved',
      ...pack,
      '--waivers',
      'waivers.yaml',
      ...everyFormat('waived'),
    )
    expect(analyzed.code, analyzed.stderr).toBe(2)
    assertFiles('waived', TEXTS.length)
  })
})

describe('a terminal', () => {
  /** What the tool itself sends: colours, its own links, clearing the live line. */
  const OWN = /\u001b\[[\d;]*m|\u001b\]8;;(?:https?:\/\/[!-~]*)?\u001b\\|\r\u001b\[K/g

  test.each(TEXTS)('progress and notes: %s', (_name, text) => {
    const written: string[] = []
    const write = (part: string | Uint8Array): boolean => written.push(String(part)) > 0
    for (const [isTTY, total] of [
      [true, 1],
      [true, 3],
      [false, 3],
    ] as const) {
      const progress = createProgress({
        total,
        stream: { isTTY, columns: 500, write },
        now: () => written.length * 1e6,
      })
      progress.start(text)
      progress.step(text, text)
      progress.step('other', text)
      progress.done(text, text)
      progress.done('other', text, false)
      progress.close()
    }
    const spy = vi.spyOn(process.stderr, 'write').mockImplementation(write)
    const voice = new Voice(3, false)
    voice.say(text)
    voice.show({ type: 'retry', device: text, reason: text })
    voice.show({ type: 'start', device: text })
    voice.close()
    spy.mockRestore()
    expect(written.length).toBeGreaterThan(10)
    expect(written.join('').replace(OWN, '')).not.toMatch(HARMFUL)
    // A line that is drawn over stays one line.
    for (const part of written) if (part.startsWith('\r')) expect(part).not.toContain('\n')
  })

  test('a report with colours and links', async () => {
    const theme = createTheme({
      stream: { isTTY: true, columns: 100 },
      env: {
        TERM: 'xterm-256color',
        FORCE_COLOR: '3',
        LANG: 'C.UTF-8',
        TERM_PROGRAM: 'iTerm.app',
        VTE_VERSION: '7000',
      },
    })
    for (const [, text] of TEXTS) {
      const shown = await render(poisoned(everything, text), 'text', { theme, verbose: true })
      expect(shown).toContain('\u001b[')
      expect(shown.replace(OWN, '')).not.toMatch(HARMFUL)
    }
  })
})

describe('names the tool makes', () => {
  const NAMES = [
    ...TEXTS.map(([, text]) => text),
    'CON',
    'nul.txt',
    '..',
    '.',
    '-rf',
    'x'.repeat(300),
    'a/../../b',
    'A',
  ]

  test.each(NAMES.map(name => [JSON.stringify(name).slice(0, 50), name] as const))('%s', (_shown, name) => {
    const { file } = bundleRequest('case', [name], { redact: 'secrets' })
    expect(file).toMatch(/^case-[A-Za-z0-9][\w.-]{0,80}-\d{8}T\d{6}Z\.tar\.gz$/)
    const job = jobNameOf(undefined, { hosts: [name], inventory: `/tmp/${name}`, limit: name })
    expect(job).toMatch(/^[A-Za-z0-9][\w-]{0,60}$/)
    expect(jobNameOf(undefined, { hosts: [name.toLowerCase(), 'b'] })).not.toBe(job)
    if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name))
      expect(() => jobNameOf(name, { hosts: [] })).toThrow('--job takes')
    // One word for a shell, whatever it holds.
    const said = execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${shellWord(`./${name}`)}`], {
      encoding: 'utf8',
    })
    expect(said).toBe(`./${displayText(name)}\n`)
  })
})
