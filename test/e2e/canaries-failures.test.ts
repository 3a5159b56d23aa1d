// What goes wrong is told without secrets: devices that break off or refuse with one on their lips, crashes, full disks,
// and what somebody typed where it does not belong.

import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import ssh2 from 'ssh2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { check } from '../../src/app/check.ts'
import { FORMATS, render } from '../../src/cli/formats.ts'
import { createProgress } from '../../src/cli/progress.ts'
import { createTheme } from '../../src/cli/theme.ts'
import { type Lab, serveDevices } from '../../src/lab/server.ts'
import type { Interaction } from '../../src/session/auth.ts'
import type { Target } from '../../src/session/device.ts'
import { newFolder, removeFolders } from '../bundle/place.ts'
import { canariesOf } from '../redact/canaries.ts'
import { buildWhenStale } from '../scenarios/run.ts'
import {
  type Device,
  FAST,
  HOST,
  type Script,
  startDevice,
  TRUSTING,
  USER,
} from '../session/scripted-device.ts'
import { OWN, plantedDevices } from './canaries/devices.ts'
import { Finder } from './canaries/finder.ts'
import { Place } from './canaries/place.ts'
import { receivers } from './canaries/receivers.ts'

const theme = createTheme({ stream: {}, plain: true, env: {} })
const now = new Date()
const { devices, canaries: planted } = plantedDevices(now, true)
const canaries = [...planted, ...canariesOf('ios-xe', 77)]
const finder = new Finder(canaries, OWN)

/** Lines with a secret whose meaning only their beginning tells. */
const [line = ''] = canariesOf('ios-xe', 77)
  .filter(({ template }) => template === 'username netops password 0 {w}')
  .map(({ text }) => text)
/** The same as it stands behind a longer beginning, cut by a terminal of 80 columns in front of the secret. */
const cutLine = `${'x'.repeat(80 - line.lastIndexOf(' ') - 1)}${line}`.replace(/.{80}/, '$&\r\n')

const started: Device[] = []
beforeAll(buildWhenStale, 120_000)
afterAll(async () => {
  await Promise.all(started.map(one => one.close()))
  removeFolders()
})

/** Lets anybody in, and asks nothing but what the script says. */
async function start(name: string, script: Script): Promise<Target> {
  const one = await startDevice({
    auth: context => (context.method === 'password' ? context.accept() : context.reject(['password'])),
    ...script,
  })
  started.push(one)
  const interact: Interaction = async ({ questions }) => questions.map(() => OWN.code)
  return {
    name,
    host: HOST,
    port: one.port,
    credentials: { username: USER, password: OWN.password, enableSecret: OWN.enable, interact },
  }
}

const LIMITS = { ...FAST, firstPromptMs: 1_500, echoMs: 1_500, authMs: 3_000 }

describe('devices that fail', () => {
  const last: Readonly<Record<string, Script>> = {
    'no prompt, the last line of the banner in its place': {
      instead: async io => {
        io.say(`\r\n${line} ${OWN.password}`)
        await new Promise(() => undefined)
      },
    },
    'no prompt, the rest of a wrapped line in its place': {
      instead: async io => {
        io.say(`\r\n${cutLine}`)
        await new Promise(() => undefined)
      },
    },
    'no more sessions': {
      instead: io => {
        io.say(`\r\n% CLI session limit reached for ${line} ${OWN.password}\r\n`)
        io.cut()
      },
    },
    'hangs up in an answer': {
      answer: (_command, io) => {
        io.say(`${line}`)
        io.cut()
        return undefined
      },
    },
    'a refusal that repeats the line': {
      answer: command => (command.startsWith('show') ? `% Invalid command: ${line} ${OWN.password}\n` : ''),
    },
    'a refusal wrapped in front of the secret': {
      answer: command => (command.startsWith('show') ? `% Invalid: ${cutLine.slice(11)}\n` : ''),
    },
    'a question instead of an answer': {
      answer: async (command, io) => {
        if (command !== 'show version') return ''
        io.say(`${line} ${OWN.password} Password: `)
        await io.line()
        return '\n'
      },
    },
    'another echo': {
      echo: command => (command.startsWith('show') ? `${line} ${OWN.password}` : command),
      answer: () => 'x\n',
    },
    'enable refused with the secret': {
      prompt: 'sw1>',
      answer: command => (command === 'enable' ? `% Bad secrets ${OWN.enable}, ${line}\n` : ''),
    },
    'enable asked and refused': {
      prompt: 'sw1>',
      answer: async (command, io) => {
        if (command !== 'enable') return ''
        io.say('Password: ')
        const secret = await io.line()
        return `\n% ${secret} is no secret here\n`
      },
    },
    'a prompt that is the password': {
      prompt: `${OWN.password}#`,
      answer: command =>
        command === 'show version'
          ? 'Cisco IOS XE Software, Version 16.12.08\n'
          : command.startsWith('show running-config')
            ? `hostname ${OWN.password}\n${line}\nend\n`
            : '',
    },
    'a question at the login': {
      auth: context => {
        if (context.method === 'keyboard-interactive')
          context.prompt([{ prompt: `Code for ${line}, not ${OWN.password}: `, echo: false }], answers => {
            context.prompt([{ prompt: `${answers?.[0]} was wrong: `, echo: false }], () =>
              context.reject(['keyboard-interactive']),
            )
          })
        else context.reject(['keyboard-interactive'])
      },
    },
  }

  test('check says nothing of it in any format, in the bundle or while it runs', async () => {
    const texts: (readonly [string, string])[] = []
    const tell = (text: string): void => void texts.push(['progress', text])
    const names = Object.keys(last)
    const progress = createProgress({ total: names.length, stream: { write: tell } })
    const line = createProgress({ total: 1, stream: { isTTY: true, columns: 400, write: tell } })
    const bundle = join(newFolder(), 'failed.tar.gz')
    const report = await check({
      targets: await Promise.all(names.map(name => start(name, last[name] ?? {}))),
      session: { hostKeys: TRUSTING, enable: true, limits: LIMITS },
      paceMs: 0,
      retries: 0,
      quick: true,
      version: 'test',
      bundle: { file: bundle, level: 'secrets' },
      onProgress: event => {
        tell(JSON.stringify(event.type === 'done' ? (event.set.problem ?? '') : event))
        if (event.type !== 'done') return
        for (const one of [progress, line]) one.done(event.device, event.set.problem?.message ?? 'read')
      },
    })
    for (const format of FORMATS) texts.push([format, await render(report, format, { theme, verbose: true })])
    texts.push(['notes', report.run.notes.join('\n')])
    texts.push(['bundle', gunzipSync(readFileSync(bundle)).toString('latin1')])
    expect(report.devices.map(({ name }) => name)).toEqual(names)
    expect(report.run.notes.join('\n')).toContain('Bad secrets <password hidden>')
    const said = report.devices.map(({ problem, captures }) => problem?.message ?? captures[0]?.reason ?? '')
    for (const words of [
      'its last line is "x',
      'limit reached',
      'the device asked "user',
      'Invalid command: user',
    ])
      expect(said.join('\n')).toContain(words)
    expect(finder.leaksIn(texts)).toEqual([])
  })
})

describe('the command line', () => {
  let lab: Lab
  let place: Place
  let host: string
  let crash: string
  const env = { SMARTLIC_PASSWORD: OWN.password, SMARTLIC_ENABLE_PASSWORD: OWN.enable, DEBUG: '*' }
  const words = `${line}; sent ${OWN.password} and ${OWN.enable}`

  beforeAll(async () => {
    const [first] = devices
    lab = await serveDevices(first === undefined ? [] : [first], {})
    place = new Place()
    place.give('known_hosts', lab.knownHosts)
    place.give('code', OWN.code)
    host = lab.devices.map(one => `${one.username}@${one.host}:${one.port}`).join(' ')
    crash = place.give('crash.mjs', CRASH)
  })
  afterAll(async () => {
    await lab?.close()
    await place?.remove()
  })
  const checked = (): string[] => ['check', host, '--enable', '--known-hosts', 'known_hosts', '--quick']
  const leaks = (): string[] => finder.leaksIn(place.seen)

  /** Falls down as soon as a device is called: by then the secrets have been read. */
  const CRASH = `import { Socket } from 'node:net'
const { connect } = Socket.prototype
const error = () => Object.assign(new TypeError(process.env.CRASH_WORDS), { path: undefined })
Socket.prototype.connect = function (...args) {
  if (process.env.CRASH === 'exception') setTimeout(() => { throw error() }, 1)
  if (process.env.CRASH === 'rejection') void Promise.reject(error())
  if (process.env.CRASH === 'text') setTimeout(() => { throw process.env.CRASH_WORDS }, 1)
  if (process.env.CRASH === 'session') throw error()
  return connect.apply(this, args)
}`

  test.each(['exception', 'rejection', 'text', 'session'])('a crash: %s', async kind => {
    place.seen.clear()
    const { code, stdout, stderr } = await place.run([...checked(), '-f', 'nagios'], {
      env: { ...env, CRASH: kind, CRASH_WORDS: words },
      node: ['--import', crash],
    })
    expect(code).toBe(3)
    expect(stdout).toMatch(/^SMARTLIC UNKNOWN - .*hidden/)
    if (kind !== 'session') expect(stderr).toMatch(/smartlic: .*username netops password 0 <password hidden>/)
    expect(leaks()).toEqual([])
  })

  test('a reader that went away, a disk that is full', async () => {
    place.seen.clear()
    await place.run([...checked(), '-f', 'json'], { env, started: child => void child.stdout?.destroy() })
    if (existsSync('/dev/full')) {
      const full = openSync('/dev/full', 'w')
      const { code } = await place.run([...checked(), '-f', 'json', '-o', 'markdown=/dev/full'], {
        env,
        stdout: full,
      })
      closeSync(full)
      expect(code).toBe(3)
      await place.run([...checked(), '--bundle', '/dev/full/x.tar.gz'], { env })
    }
    expect(leaks()).toEqual([])
  })

  test('those who are told: refused, their addresses are not repeated', async () => {
    place.seen.clear()
    const told = await receivers(true)
    const secret = `netops:${OWN.webhook}@127.0.0.1:${told.webhookPort}/services/${OWN.webhook}`
    const mail = ['--mail-to', 'noc@example.net', '--smtp-file']
    const account = `${OWN.smtpUser}:${OWN.smtpPassword}`
    const tries = [
      ['--webhook-file', place.give('hook', `http://${secret}`)],
      ['--webhook-file', place.give('no-hook', `ftp://${secret}`)],
      [...mail, place.give('smtp', `smtp://${account}@127.0.0.1:${told.smtpPort}`)],
      [...mail, place.give('smtps', `smtps://${account}@127.0.0.1:${told.smtpPort}`)],
      [...mail, place.give('no-smtp', `mailto://${account}@127.0.0.1:${told.smtpPort}`)],
      ['--syslog', `/nowhere/${'x'.repeat(3)}`],
    ]
    for (const args of tries) {
      const { code, stderr } = await place.run(
        ['check', 'sw1.invalid', '--known-hosts', 'known_hosts', ...args],
        { env },
      )
      expect(code).toBe(3)
      expect(stderr).toMatch(/smartlic: (?:the webhook|the mail|mail:|syslog:)/)
    }
    await told.close()
    expect(leaks()).toEqual([])
  })

  test('a one-time code and the passphrase of a key', async () => {
    place.seen.clear()
    const asks = await start('asks', {
      auth: context => {
        if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
        context.prompt([{ prompt: 'Code: ', echo: true }], answers =>
          context.prompt(
            [{ prompt: `${answers?.[0]} and ${OWN.password} are wrong. Again: `, echo: true }],
            () => context.reject(['keyboard-interactive']),
          ),
        )
      },
    })
    const key = ssh2.utils.generateKeyPairSync('ed25519', {
      passphrase: OWN.passphrase,
      cipher: 'aes256-ctr',
      rounds: 4,
    })
    const login = ['--host-key', 'off', '--identity', place.give('key', key.private)]
    const args = ['check', `${USER}@${HOST}:${asks.port}`, ...login, '--otp-command', 'cat code', '-v']
    const { code, stdout } = await place.run(args, {
      env: { ...env, SMARTLIC_KEY_PASSPHRASE: OWN.passphrase },
    })
    expect(code).toBe(3)
    expect(stdout).toContain('the device')
    await place.run([...args.slice(0, -3)], {
      env: { ...env, SMARTLIC_KEY_PASSPHRASE: `${OWN.passphrase}x` },
    })
    expect(leaks()).toEqual([])
  })

  const TYPED = OWN.smtpPassword
  test.each([
    `check noc:${TYPED}@10.0.0.1`,
    `check ssh://noc:${TYPED}@10.0.0.1`,
    `check noc@sw1:${TYPED}`,
    `check -J ops:${TYPED}@bastion sw1`,
    `check sw1 -u noc:${TYPED}`,
    `check sw1 --password=${TYPED}`,
    `check sw1 --enable-password ${TYPED}`,
    `check sw1 --webhook-file https://hooks.slack.com/services/T0/B0/${TYPED}`,
    `check sw1 --webhook=https://hooks.slack.com/services/T0/B0/${TYPED}`,
    `check sw1 --mail-to a@example.net --smtp-file smtp://me:${TYPED}@mail.example.net`,
    `check sw1 --mail-to smtp://me:${TYPED}@mail.example.net`,
    `check sw1 --syslog me:${TYPED}@loghost`,
    `analyze https://me:${TYPED}@host/x`,
    `case http://me:${TYPED}@host/x`,
    `compare http://me:${TYPED}@host/x b -f json`,
    `report render https://me:${TYPED}@host/x -f nagios`,
  ])('typed where it does not belong: %s', async typed => {
    const { code, stdout, stderr } = await place.run(typed.split(' '), {
      env: { SMARTLIC_PASSWORD: 'x1y2z3' },
    })
    expect(code).toBe(3)
    expect(stderr).toMatch(/^smartlic: /)
    expect(`${stdout}${stderr}`).not.toContain(TYPED)
  })
})
