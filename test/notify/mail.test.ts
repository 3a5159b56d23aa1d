// Mail to a real SMTP server on loopback: STARTTLS, logins, refusals, and headers no device can add to.
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { mailOf, senderOf } from '../../src/app/cron/mail.ts'
import type { Report } from '../../src/model/report.ts'
import { sendMail } from '../../src/notify/mail/send.ts'
import { mailAddress, smtpOf } from '../../src/notify/mail/smtp.ts'
import { type Made, make } from '../probe/tls/certificates.ts'
import { PAYLOADS, poisoned } from '../report/hostile.ts'
import { changedReport, OPTIONS } from './sample.ts'

interface Taken {
  readonly from: string
  readonly to: string[]
  readonly text: string
  readonly secure: boolean
  readonly user: string
}

let ca: Made
let certificate: Made
beforeAll(async () => {
  ca = await make({ cn: 'Test CA', ca: true })
  certificate = await make({ cn: 'mail', dns: ['localhost'], ips: ['127.0.0.1'], issuer: ca })
})

let server: SMTPServer | undefined
let taken: Taken[] = []
afterEach(async () => {
  taken = []
  const open = server
  server = undefined
  if (open !== undefined) await new Promise<void>(resolve => open.close(() => resolve()))
})

/** Its port. */
async function start(options: SMTPServerOptions = {}): Promise<number> {
  const own = new SMTPServer({
    authOptional: true,
    key: certificate.keyPem,
    cert: certificate.pem,
    onAuth: ({ username, password }, _session, done) =>
      password === 'pass:w@rd' ? done(null, { user: username ?? '' }) : done(new Error('refused SECRETUSER')),
    onData: (stream, session, done) => {
      let text = ''
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      stream.on('end', () => {
        taken.push({
          from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map(({ address }) => address),
          text,
          secure: session.secure,
          user: String(session.user ?? ''),
        })
        done()
      })
    },
    ...options,
  })
  own.on('error', () => undefined)
  server = own
  return new Promise(resolve => {
    const listening = own.listen(0, '127.0.0.1', () => resolve((listening.address() as AddressInfo).port))
  })
}

const MAIL = { from: 'noc@example.net', to: ['a@example.net', 'b@example.net'], subject: 'x', text: 'body\n' }
const send = (url: string, mail = MAIL, trust = true): Promise<string> =>
  sendMail(smtpOf(url), mail, { timeoutMs: 10_000, ...(trust ? { ca: ca.pem } : {}) }).then(
    () => 'sent',
    (error: Error) => error.message,
  )

describe('handed in', () => {
  test('at this computer in the clear, to all recipients', async () => {
    const port = await start({ disabledCommands: ['STARTTLS'] })
    expect(await send(`smtp://127.0.0.1:${port}`)).toBe('sent')
    expect(taken).toMatchObject([{ from: 'noc@example.net', to: MAIL.to, secure: false }])
    expect(taken[0]?.text).toContain('Auto-Submitted: auto-generated')
  })

  test('by STARTTLS with a login, the certificate verified', async () => {
    const port = await start()
    expect(await send(`smtp://noc:pass%3Aw%40rd@localhost:${port}`)).toBe('sent')
    expect(taken).toMatchObject([{ secure: true, user: 'noc' }])
  })

  test('by TLS from the first byte', async () => {
    const port = await start({ secure: true })
    expect(await send(`smtps://noc:pass%3Aw%40rd@localhost:${port}`)).toBe('sent')
    expect(taken).toMatchObject([{ secure: true, user: 'noc' }])
  })
})

describe('refused, in one sentence without user or password', () => {
  const quiet = (text: string): string => {
    expect(text).not.toMatch(/SECRETUSER|hunter2|\n/)
    return text
  }

  test('a wrong password', async () => {
    const port = await start()
    const said = quiet(await send(`smtp://SECRETUSER:hunter2@localhost:${port}`))
    expect(said).toMatch(
      /^mail: localhost port \d+ refused the login \(answered 535\): check user and password/,
    )
    expect(taken).toEqual([])
  })

  test('no STARTTLS: a login is not sent in the clear', async () => {
    const port = await start({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true })
    const said = quiet(await send(`smtp://SECRETUSER:hunter2@localhost:${port}`))
    expect(said).toContain('offers no STARTTLS, and the mail is not sent in the clear')
    expect(taken).toEqual([])
  })

  test('a certificate nobody vouches for', async () => {
    const port = await start()
    const said = quiet(await send(`smtp://SECRETUSER:hunter2@localhost:${port}`, MAIL, false))
    expect(said).toContain('has a certificate that cannot be verified: trust its CA with NODE_EXTRA_CA_CERTS')
    expect(taken).toEqual([])
  })

  test('a recipient', async () => {
    const port = await start({ onRcptTo: (_address, _session, done) => done(new Error('no such user')) })
    expect(await send(`smtp://127.0.0.1:${port}`)).toContain('refused a sender or recipient (answered 550)')
  })

  test('nobody listens, and a server that says nothing', async () => {
    const port = await start()
    await new Promise<void>(resolve => server?.close(() => resolve()))
    server = undefined
    expect(await send(`smtp://127.0.0.1:${port}`)).toMatch(/cannot be used \(E\w+\): check that it runs/)
    const mute = createServer(socket => socket.resume())
    await new Promise<void>(resolve => mute.listen(0, '127.0.0.1', resolve))
    const { port: other } = mute.address() as AddressInfo
    const options = { timeoutMs: 300 }
    await expect(sendMail(smtpOf(`smtp://127.0.0.1:${other}`), MAIL, options)).rejects.toThrow(
      'cannot be used',
    )
    await new Promise(resolve => mute.close(resolve))
  })
})

describe('the mail of a run', () => {
  test('a subject in words of a NOC, the changes as text, the devices as HTML without a script', async () => {
    const { subject, text, html = '' } = await mailOf(changedReport, OPTIONS)
    expect(subject).toBe(
      'smartlic night: 1 critical, 1 unknown, 1 new, 1 gone (leaf-221: Call Home sends to Cisco over plain HTTP)',
    )
    expect(text).toContain('gone      No name server (warning, dns-no-server)')
    expect(text).toMatch(/\n1 device unchanged\n$/)
    expect(html).toContain('leaf-221')
    expect(html).not.toMatch(/<script|core-1/)
  })

  test('a large one goes without HTML', async () => {
    const [device] = changedReport.devices
    if (device === undefined) throw new Error('no device')
    const many: Report = { ...changedReport, devices: Array(200).fill(device) }
    expect((await mailOf(many, OPTIONS)).html).toBeUndefined()
  })

  test.each(Object.entries(PAYLOADS))(
    'hostile text adds no header and no recipient: %s',
    async (_name, payload) => {
      const port = await start({ disabledCommands: ['STARTTLS'] })
      const report = poisoned(changedReport, `${payload}\r\nBcc: evil@example.org\r\n\r\nbody`)
      const devices = report.devices.map((device, at) => {
        const kept = changedReport.devices[at]?.changes
        return kept === undefined
          ? device
          : {
              ...device,
              changes: (device.changes ?? []).map((one, i) => ({ ...one, kind: kept[i]?.kind ?? 'new' })),
            }
      })
      const mail = await mailOf({ ...report, devices }, OPTIONS)
      expect(await send(`smtp://127.0.0.1:${port}`, { ...MAIL, ...mail })).toBe('sent')
      const [{ text, to } = { text: '', to: [] as string[] }] = taken
      expect(to).toEqual(MAIL.to)
      const headers = text.slice(0, text.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
      const names = headers.split('\r\n').map(line => line.slice(0, line.indexOf(':')).toLowerCase())
      // Long lines want an encoding.
      expect(names.filter(name => name !== 'content-transfer-encoding').sort()).toEqual([
        'auto-submitted',
        'content-type',
        'date',
        'from',
        'message-id',
        'mime-version',
        'subject',
        'to',
      ])
    },
  )
})

describe('addresses', () => {
  test.each([
    ['smtp://mail.example.net', { host: 'mail.example.net', port: 587, secure: false, startTls: true }],
    ['smtp://localhost:25', { host: 'localhost', port: 25, secure: false, startTls: false }],
    ['smtp://u:p@localhost:25', { startTls: true, user: 'u', password: 'p' }],
    ['smtps://u:p%40ss@mail.example.net', { port: 465, secure: true, startTls: false, password: 'p@ss' }],
    ['smtp://[2001:db8::1]:25', { host: '2001:db8::1', port: 25, startTls: true }],
  ])('%s', (url, smtp) => {
    expect(smtpOf(url)).toMatchObject(smtp)
  })

  test.each(['mail.example.net', 'http://SECRET', 'smtp://', '', 'SECRET'])('not %j', url => {
    expect(() => smtpOf(url)).toThrow(/^the mail server is no address(?!.*SECRET)/)
  })

  test.each(['a', 'a@', '@b', 'a b@c', 'a@b\r\nBcc: x@y', 'a,b@c', '"a"@b', 'a@b>', 'x <a@b>'])(
    'no mail address: %j',
    text => {
      expect(() => mailAddress('--mail-to', text)).toThrow('is no mail address')
    },
  )

  test('the sender is the user at this computer', () => {
    expect(mailAddress('--mail-from', senderOf())).toBe(senderOf())
  })
})
