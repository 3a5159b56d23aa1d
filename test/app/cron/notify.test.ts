// Who is told of a run, when, and what becomes of the exit code when nobody could be.
import { createSocket } from 'node:dgram'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type HookServer, hookServer } from '../../notify/server.ts'
import { make } from '../../probe/tls/certificates.ts'
import { buildWhenStale } from '../../scenarios/run.ts'
import { Night, type State } from './lab.ts'

let night: Night
let hook: HookServer
beforeAll(async () => {
  buildWhenStale()
  night = await Night.begin()
})
afterAll(() => night?.end())
beforeEach(async () => {
  hook = await hookServer()
})
afterEach(() => hook.close())

let count = 0

function secretFile(name: string, text: string): string {
  writeFileSync(night.path(name), text, { mode: 0o600 })
  chmodSync(night.path(name), 0o600)
  return night.path(name)
}

const run = (state: State, args: readonly string[], env: Record<string, string> = {}) => {
  night.set(state)
  return night.check(['-q', ...args], { env })
}

describe('a webhook', () => {
  test('without a job: whenever the exit code is not 0', async () => {
    const args = ['--webhook-file', secretFile('hook', `${hook.url}\n`)]
    expect(await run('healthy', args)).toEqual({ stdout: '', stderr: '', code: 0 })
    expect(hook.received).toEqual([])
    for (let at = 0; at < 2; at++) expect((await run('broken', args)).code).toBe(2)
    expect(hook.received).toHaveLength(2)
    const sent = JSON.parse(hook.received[0]?.body ?? '')
    expect(sent).toMatchObject({ status: 'critical', exit_code: 2, others: 1 })
    expect(sent.devices[0].items[0]).toMatchObject({ kind: 'finding', rule: 'callhome-not-enabled-nxos' })
    expect((await run('broken', [...args, '--fail-on', 'never'])).code).toBe(0)
    expect(hook.received).toHaveLength(2)
  })

  test('with --only-changes: when something changed, also to the good, and with lines of NDJSON too', async () => {
    const args = ['--only-changes', '--job', `hook-${++count}`, '-f', 'ndjson']
    const env = { SMARTLIC_WEBHOOK_URL: hook.url }
    const kinds: string[][] = []
    for (const state of ['healthy', 'broken', 'broken', 'healthy'] as const) {
      const before = hook.received.length
      await run(state, args, env)
      const sent = hook.received.slice(before).map(({ body }) => JSON.parse(body))
      kinds.push(
        sent.flatMap(({ devices }) =>
          devices.flatMap((one: { items: { kind: string }[] }) => one.items.map(({ kind }) => kind)),
        ),
      )
    }
    expect(kinds).toEqual([[], ['status', 'new', 'new', 'new'], [], ['status', 'gone', 'gone', 'gone']])
  })

  test.each([
    ['broken', 2],
    ['healthy', 3],
  ] as const)(
    'refused: the report is there, the address is in no message, %s ends with %i, and it is told again',
    async (state, code) => {
      const job = `refused-${++count}`
      const args = ['--only-changes', '--job', job, '-o', `json=${night.path('out.json')}`, '-f', 'text']
      await run(state === 'broken' ? 'healthy' : 'broken', args)
      await hook.close()
      hook = await hookServer(response => response.writeHead(404).end())
      const refused = await run(state, args, { SMARTLIC_WEBHOOK_URL: hook.url })
      expect(refused.code).toBe(code)
      expect(refused.stdout).toContain('sw1')
      expect(refused.stderr).toMatch(
        /^smartlic: the webhook at 127\.0\.0\.1:\d+ answered 404: .+\nsmartlic: not all was told, so the next run of this job tells it again\n$/,
      )
      expect(refused.stderr).not.toContain('SECRET')
      expect(JSON.parse(readFileSync(night.path('out.json'), 'utf8')).devices).toHaveLength(2)
      const again = await run(state, args)
      expect(again.stdout).toBe(refused.stdout)
      expect((await run(state, args)).stdout).toBe('')
    },
  )
})

test('HTTPS is verified; NODE_EXTRA_CA_CERTS adds a CA', async () => {
  const ca = await make({ cn: 'Test CA', ca: true })
  const own = await make({ cn: 'hook', dns: ['localhost'], issuer: ca })
  await hook.close()
  hook = await hookServer(undefined, { key: own.keyPem, cert: own.pem })
  const env = { SMARTLIC_WEBHOOK_URL: hook.url }
  const refused = await run('broken', [], env)
  expect(refused.stderr).toMatch(
    /^smartlic: the webhook at localhost:\d+ cannot be called \(its certificate is .+\n$/,
  )
  expect(hook.received).toEqual([])
  const trusted = await run('broken', [], { ...env, NODE_EXTRA_CA_CERTS: secretFile('ca.pem', ca.pem) })
  expect([trusted.stderr, hook.received.length]).toEqual(['', 1])
})

test('a run that is told to end tells nobody and is not remembered: what was not called is no news', async () => {
  const slow = await Night.begin({ faults: { '*': { 'show version': { hangAfterBytes: 0 } } } })
  try {
    slow.set('healthy')
    const { code, stdout } = await slow.check(['-q', '--only-changes', '--job', 'ended'], {
      env: { SMARTLIC_WEBHOOK_URL: hook.url },
      started: child => {
        const watch = setInterval(() => {
          if (slow.asked === 0) return
          clearInterval(watch)
          child.kill('SIGTERM')
        }, 20)
      },
    })
    expect(code).toBe(3)
    expect(stdout).toContain('not read')
    expect(hook.received).toEqual([])
    expect(readdirSync(slow.path('state/smartlic'))).toEqual([])
  } finally {
    await slow.end()
  }
})

test('syslog, mail and a webhook in one run; one that fails keeps no other from being told', async () => {
  const lines: string[] = []
  const syslog = createSocket('udp4')
  syslog.on('message', message => lines.push(message.toString()))
  await new Promise<void>(resolve => syslog.bind(0, '127.0.0.1', resolve))
  const mails: string[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      let text = ''
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      stream.on('end', () => {
        mails.push(text)
        done()
      })
    },
  })
  const port = await new Promise<number>(resolve => {
    const listening = smtp.listen(0, '127.0.0.1', () => resolve((listening.address() as AddressInfo).port))
  })
  try {
    const { code, stderr } = await run('broken', [
      ...['--syslog', `127.0.0.1:${syslog.address().port}`, '--syslog', 'no-such-host.invalid'],
      ...['--webhook-file', secretFile('hook', hook.url), '--webhook-style', 'teams'],
      ...['--mail-to', 'noc@example.net', '--smtp-file', secretFile('smtp', `smtp://127.0.0.1:${port}`)],
    ])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^smartlic: syslog: no-such-host\.invalid cannot be looked up .+\n$/)
    expect(
      lines.some(line =>
        /^<26>1 .+device="sw1 \(leaf-221\)" status=critical finding: critical: Call Home/.test(line),
      ),
    ).toBe(true)
    expect(mails.join()).toMatch(/^Subject: smartlic: 1 critical \(sw1 \(leaf-221\): Call Home is/m)
    expect(JSON.parse(hook.received[0]?.body ?? '').attachments).toHaveLength(1)
  } finally {
    syslog.close()
    await new Promise<void>(resolve => smtp.close(() => resolve()))
  }
})

describe('what cannot work is said before any device is called', () => {
  test.each<[string, () => string[], Record<string, string>, RegExp]>([
    [
      'an address that is none',
      () => ['--webhook-file', secretFile('x', 'SECRET')],
      {},
      /the webhook is no address/,
    ],
    [
      'plain HTTP elsewhere',
      () => [],
      { SMARTLIC_WEBHOOK_URL: 'http://hook.example.net/SECRET' },
      /hook\.example\.net has plain HTTP/,
    ],
    [
      'a file that is not there',
      () => ['--webhook-file', '/nowhere'],
      {},
      /cannot read the webhook address from \/nowhere/,
    ],
    ['a style without an address', () => ['--webhook-style', 'slack'], {}, /there is no webhook/],
    ['a mail address that is none', () => ['--mail-to', 'noc'], {}, /--mail-to "noc" is no mail address/],
    [
      'a sender that is none',
      () => ['--mail-to', 'a@b.net', '--mail-from', 'x\ny'],
      {},
      /--mail-from .+ is no mail address/,
    ],
    ['a sender without recipient', () => ['--mail-from', 'a@b.net'], {}, /there is nobody to mail to/],
    [
      'a mail server that is none',
      () => ['--mail-to', 'a@b.net'],
      { SMARTLIC_SMTP_URL: 'SECRET' },
      /the mail server is no address/,
    ],
    ['a syslog target that is none', () => ['--syslog', 'a b'], {}, /--syslog "a b" is no target/],
  ])('%s', async (_name, args, env, said) => {
    const { code, stdout, stderr } = await run('broken', args(), env)
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(said)
    expect(stderr).not.toContain('SECRET')
    expect(stderr.trimEnd()).not.toContain('\n')
  })

  test('a file others can read', async () => {
    const file = secretFile('open', hook.url)
    chmodSync(file, 0o644)
    const { code, stderr } = await run('broken', ['--webhook-file', file])
    expect([code, stderr.includes('can be read by others; run chmod 600')]).toEqual([3, true])
    expect(hook.received).toEqual([])
  })
})
