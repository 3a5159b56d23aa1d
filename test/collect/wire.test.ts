// What reaches a device when inventory fields, secrets, rules and device text try to send something of their own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { Secrets } from '../../src/app/check/secrets.ts'
import { resolve, targetsOf } from '../../src/app/check/targets.ts'
import { check } from '../../src/app/check.ts'
import { devicesOf } from '../../src/app/devices.ts'
import { isAllowed, type Key, RefusedCommandError } from '../../src/collect/guard.ts'
import type { DeviceReport } from '../../src/model/report.ts'
import type { ShellChannel } from '../../src/session/inbox.ts'
import { Line } from '../../src/session/line.ts'
import {
  type Device,
  FAST,
  HOST,
  PASSWORD,
  type Script,
  startDevice,
  TRUSTING,
} from '../session/scripted-device.ts'

const dir = mkdtempSync(join(tmpdir(), 'smartlic-wire-'))
const started: Device[] = []
afterAll(async () => {
  await Promise.all(started.map(device => device.close()))
  rmSync(dir, { recursive: true, force: true })
})

const VERSION = 'Cisco IOS XE Software, Version 17.06.05\n'

/** Takes every user; answers like a switch whose licensing fails where a test wants it. */
async function start(script: Script = {}): Promise<Device> {
  const device = await startDevice({
    auth: context => (context.method === 'password' ? context.accept() : context.reject(['password'])),
    answer: command => (command === 'show version' ? VERSION : "% Invalid input detected at '^' marker.\n"),
    ...script,
  })
  started.push(device)
  return device
}

/** Every line that was typed is one the guard lets through without tests; no other control character came. */
function expectOnlyAllowed(device: Device): void {
  const bytes = device.typed.join('')
  const lines = bytes.split('\r').filter(line => line !== '')
  expect(lines.filter(line => !isAllowed(line))).toEqual([])
  expect(bytes).not.toMatch(/[^ -~\r]/)
  expect(bytes).not.toMatch(/reload|wipe-out|ping|telnet|configure/)
}

interface Run {
  readonly device: Device
  readonly report: DeviceReport | undefined
  /** Why it never came to a connection. */
  readonly error: string | undefined
}

let inventories = 0
/** @param entry of the inventory; `PORT` stands for the device's port */
async function run(
  inventory: string,
  more: {
    env?: Record<string, string>
    enable?: boolean
    packs?: string[]
    script?: Script
    name?: string
  } = {},
): Promise<Run> {
  const device = await start(more.script)
  inventories += 1
  const path = join(dir, more.name ?? `inventory-${inventories}.yaml`)
  writeFileSync(path, inventory.replaceAll('PORT', String(device.port)))
  try {
    const devices = await devicesOf({ hosts: [], inventory: path })
    const input = { devices, sshConfig: false, hostKeys: TRUSTING, hostKeysFixed: true } as const
    const secrets = new Secrets({
      defaults: { agent: false, enable: more.enable === true },
      named: devices.credentials,
      env: { SMARTLIC_PASSWORD: PASSWORD, ...more.env },
      interactive: false,
    })
    const targets = await targetsOf(await resolve(input), input, secrets)
    const report = await check({
      targets,
      session: { hostKeys: TRUSTING, limits: FAST, enable: more.enable === true },
      paceMs: 0,
      quick: true,
      retries: 0,
      version: 'test',
      ...(more.packs === undefined ? {} : { packs: more.packs }),
    })
    return { device, report: report.devices[0], error: undefined }
  } catch (error) {
    return { device, report: undefined, error: error instanceof Error ? error.message : String(error) }
  }
}

const json = JSON.stringify

describe.concurrent('inventory fields that hold commands', () => {
  const NASTY = [
    'x; reload',
    'x\rreload\r',
    'x\nreload\n',
    'x | redirect flash:y',
    '$(reload)',
    '`reload`',
    '\u001ex',
    '-oProxyCommand=reload',
  ]

  test.each(NASTY)('a user name %j reaches the login and never the command line', async name => {
    const { device, error } = await run(
      `hosts:\n  sw1: {host: ${HOST}, port: PORT, platform: ios-xe, username: ${json(name)}}\n`,
    )
    if (error === undefined) expect(device.received).toContain('show version')
    else expect(device.connections.count).toBe(0)
    expectOnlyAllowed(device)
  })

  test.each(NASTY)('a name %j', async name => {
    const { device, error } = await run(
      `hosts:\n  ${json(name)}: {host: ${HOST}, port: PORT, platform: ios-xe, username: noc}\n`,
    )
    expect(error).toContain('Invalid key in record')
    expect(device.connections.count).toBe(0)
  })

  test.each(NASTY)('a host %j', async name => {
    const { device, report, error } = await run(
      `hosts:\n  sw1: {host: ${json(`${HOST}${name}`)}, port: PORT, platform: ios-xe, username: noc}\n`,
    )
    expect(error ?? report?.problem?.message).toBeDefined()
    expect(device.connections.count).toBe(0)
  })

  test.each(NASTY)('a platform %j', async name => {
    const { device, error } = await run(
      `hosts:\n  sw1: {host: ${HOST}, port: PORT, platform: ${json(`ios-xe${name}`)}, username: noc}\n`,
    )
    expect(error).toContain('platform')
    expect(device.connections.count).toBe(0)
  })

  test.each(NASTY)('a jump host %j', async name => {
    const { device, report, error } = await run(
      `hosts:\n  sw1: {host: ${HOST}, port: PORT, platform: ios-xe, username: noc, jump: ${json(`ops@${HOST}:1${name}`)}}\n`,
    )
    expect(error ?? report?.problem?.message).toBeDefined()
    expect(device.typed).toEqual([])
  })

  test.each([
    [
      'ansible.ini',
      `[all]\nsw1 ansible_host=${HOST} ansible_port=PORT ansible_user="noc;reload" ansible_network_os="ios; reload"\n`,
    ],
    ['list.csv', `name,host,port,platform,username\nsw1,${HOST},PORT,"ios-xe\nreload",noc\n`],
    [
      'hosts.yaml',
      `sw1:\n  hostname: ${HOST}\n  port: PORT\n  username: "noc\\rreload"\n  platform: "ios\\rreload"\n`,
    ],
  ])('other formats: %s', async (name, text) => {
    const { device } = await run(text, { name })
    expectOnlyAllowed(device)
  })
})

describe.concurrent('secrets that hold commands', () => {
  const enableScript: Script = {
    prompt: 'sw1>',
    answer: async (command, io) => {
      if (command !== 'enable') return command === 'show version' ? VERSION : '% Invalid input\n'
      io.say('Password: ')
      await io.line()
      return '% Bad secrets\n'
    },
  }
  const hosts = `hosts:\n  sw1: {host: ${HOST}, port: PORT, platform: ios-xe, username: noc}\n`

  test.each(['x\rwipe-out', 'x\nwipe-out', 'x\u0003wipe-out', '\u001ewipe-out', 'wipe-out\u0000'])(
    'an enable secret %j is not typed, and not told',
    async secret => {
      const { device, report } = await run(hosts, {
        env: { SMARTLIC_ENABLE_PASSWORD: secret },
        enable: true,
        script: enableScript,
      })
      expectOnlyAllowed(device)
      expect(device.received).not.toContain('enable')
      expect(report?.problem?.message).toContain('cannot be typed: it holds a control character')
      expect(json(report)).not.toContain('wipe-out')
    },
  )

  test('one without is typed once, and nothing else', async () => {
    const { device } = await run(hosts, {
      env: { SMARTLIC_ENABLE_PASSWORD: 'en; reload | x' },
      enable: true,
      script: enableScript,
    })
    const bytes = device.typed.join('')
    expect(bytes.split('en; reload | x')).toHaveLength(2)
    expect(bytes).toContain('\renable\ren; reload | x\r')
  })
})

describe('rules that hold commands', () => {
  const pack = join(dir, 'pack')
  const rule = `id: evil
title: Tries to run something
role: cause
hop: tcp
severity: critical
platforms: [ios-xe, nx-os, ios-xr]
when:
  - device.platform == "ios-xe"
explains: []
evidence: [device.platform]
message: 'runs {{device.hostname}}'
why: A rule of a stranger.
fix:
  - platforms: [ios-xe, nx-os, ios-xr]
    risk: low
    impact: none
    config: |
      reload
    exec: |
      reload
    undo: |
      reload
verify:
  - run: reload
    expect: nothing
  - run: ping 192.0.2.1 repeat 100000
    expect: nothing
references:
  - {title: none}
`
  test('nothing of a rule is ever typed: not what verifies, not what mends', async () => {
    mkdirSync(pack, { recursive: true })
    writeFileSync(join(pack, 'evil.yaml'), rule)
    const { device, report } = await run(
      `hosts:\n  sw1: {host: ${HOST}, port: PORT, platform: ios-xe, username: noc}\n`,
      { packs: [pack] },
    )
    expect(report?.findings.map(finding => finding.rule)).toContain('evil')
    expect(device.received.length).toBeGreaterThan(10)
    expectOnlyAllowed(device)
  })
})

describe('the line', () => {
  function recorded(): { line: Line; written: string[] } {
    const written: string[] = []
    const channel: ShellChannel = {
      on: () => undefined,
      write: text => written.push(text),
      end: () => undefined,
    }
    return { line: new Line(channel, FAST, {}), written }
  }

  test('writes a command the guard lets through with one return, and of any other not a byte', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map(rest => `show ${rest}`),
      fc
        .tuple(
          fc.constantFrom('show version', 'exit', 'ping 192.0.2.1 count 2'),
          fc.string({ unit: 'binary' }),
        )
        .map(([a, b]) => a + b),
      fc.constantFrom('show version', 'exit', 'terminal length 0', 'reload', 'disconnect', 'quit'),
    )
    fc.assert(
      fc.property(text, fc.boolean(), fc.boolean(), (command, probes, ending) => {
        const { line, written } = recorded()
        const guard = { probes, ending }
        if (isAllowed(command, guard)) {
          line.type(command, guard)
          expect(written).toEqual([`${command}\r`])
          expect(command).toMatch(/^[ -~]+$/)
        } else {
          expect(() => line.type(command, guard)).toThrow(RefusedCommandError)
          expect(written).toEqual([])
        }
      }),
      { numRuns: 3_000 },
    )
  })

  test('has four keys, and four more while a test is being ended', () => {
    const keys: Key[] = ['return', 'space', 'quit', 'interrupt', 'stop', 'leave', 'close', 'telnet']
    const { line, written } = recorded()
    for (const key of keys) {
      try {
        line.press(key)
      } catch (error) {
        expect(error).toBeInstanceOf(RefusedCommandError)
      }
    }
    expect(written).toEqual(['\r', ' ', 'q', '\u0003'])
    for (const key of keys.slice(4)) line.press(key, { ending: true })
    expect(written.slice(4)).toEqual(['\u001e', '\u001ex', '\u001eq', '\u001d'])
  })

  test('a line that was given up is not typed on, not even to leave', async () => {
    const { line, written } = recorded()
    line.prompt = 'sw1#'
    line.giveUp()
    await line.close('exit')
    expect(written).toEqual([])
  })

  test('a secret with a line end is refused, whoever asks', () => {
    const { line, written } = recorded()
    expect(() => line.typeSecret('x\rreload')).toThrow(RefusedCommandError)
    expect(written).toEqual([])
  })
})
