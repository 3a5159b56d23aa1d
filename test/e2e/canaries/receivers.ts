// Who a run may tell, on loopback: syslog over UDP, a webhook, a mail server. What they get is kept as it came.
import { createSocket } from 'node:dgram'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Receivers {
  readonly syslog: string
  readonly webhookPort: number
  readonly smtpPort: number
  /** What was told, by who was told. Addresses and logins are not in it: there they belong. */
  readonly got: (readonly [string, string])[]
  close(): Promise<void>
}

/** @param refuse the webhook and the mail server take nothing */
export async function receivers(refuse = false): Promise<Receivers> {
  const got: (readonly [string, string])[] = []
  const udp = createSocket('udp4')
  udp.on('message', bytes => got.push(['syslog', bytes.toString('latin1')]))
  await new Promise<void>(resolve => udp.bind(0, '127.0.0.1', resolve))
  const web = createServer((request, response) => {
    void bodyOf(request).then(body => {
      got.push(['webhook', body])
      response.statusCode = refuse ? 403 : 200
      // Some services repeat the address they were called by.
      response.end(`you called ${request.url}`)
    })
  })
  await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve))
  const mail = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: true,
    onAuth: ({ username, password }, _session, done) =>
      refuse ? done(new Error(`no login for ${username} ${password}`)) : done(null, { user: 'x' }),
    onData: (stream, _session, done) => {
      let text = ''
      stream.setEncoding('latin1').on('data', part => {
        text += part
      })
      stream.on('end', () => {
        got.push(['mail', text], ['mail, decoded', decoded(text)])
        done()
      })
    },
  })
  mail.on('error', () => undefined)
  await new Promise<void>(resolve => mail.listen(0, '127.0.0.1', () => resolve()))
  return {
    syslog: `127.0.0.1:${udp.address().port}`,
    webhookPort: (web.address() as AddressInfo).port,
    smtpPort: (mail.server.address() as AddressInfo).port,
    got,
    close: async () => {
      udp.close()
      web.closeAllConnections()
      await Promise.all([
        new Promise<void>(resolve => web.close(() => resolve())),
        new Promise<void>(resolve => mail.close(() => resolve())),
      ])
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request.setEncoding('utf8')) body += part
  return body
}

/** Quoted-printable and base64 parts as a reader sees them. */
function decoded(text: string): string {
  const plain = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const packed = /^content-transfer-encoding: base64/im.test(text)
  const blocks = packed
    ? text.match(/^(?:[A-Za-z0-9+/]{60,76}={0,2}\r?\n)+(?:[A-Za-z0-9+/]+={0,2}\r?\n)?/gm)
    : []
  return [plain, ...(blocks ?? []).map(block => Buffer.from(block, 'base64').toString('latin1'))].join('\n')
}
