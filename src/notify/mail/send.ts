// Hands one mail to an SMTP server, by nodemailer.
import type { Smtp } from './smtp.ts'

export interface Mail {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html?: string
}

export interface MailOptions {
  readonly timeoutMs?: number
  /** Trusted besides the system's, PEM. */
  readonly ca?: string
}

const TIMEOUT_MS = 20_000

/** @throws Error with a sentence that names the server, never the account */
export async function sendMail(smtp: Smtp, mail: Mail, options: MailOptions = {}): Promise<void> {
  const { default: nodemailer } = await import('nodemailer')
  const timeout = options.timeoutMs ?? TIMEOUT_MS
  const transport = nodemailer.createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    requireTLS: smtp.startTls,
    // A mail server on this computer often has a certificate nobody vouches for, and what goes there does not leave it.
    ignoreTLS: !smtp.secure && !smtp.startTls,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(smtp.user === undefined ? {} : { auth: { user: smtp.user, pass: smtp.password ?? '' } }),
    ...(options.ca === undefined ? {} : { tls: { ca: options.ca } }),
  })
  try {
    const { subject, text, html, from, to } = mail
    await transport.sendMail({
      from,
      to: [...to],
      subject: subject.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' '),
      text,
      ...(html === undefined ? {} : { html }),
      // Vacation replies and the like stay away (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  } catch (error) {
    throw new Error(`mail: ${smtp.host} port ${smtp.port} ${why(error as MailError, smtp)}`)
  } finally {
    transport.close()
  }
}

interface MailError {
  readonly code?: string
  readonly responseCode?: number
  readonly command?: string
  readonly message: string
}

/** What servers answer may hold the account's name. */
function why({ code = '', responseCode, command, message }: MailError, smtp: Smtp): string {
  const said = responseCode === undefined ? '' : ` (answered ${responseCode})`
  if (/certificate|self-signed|self signed|altnames/i.test(message))
    return 'has a certificate that cannot be verified: trust its CA with NODE_EXTRA_CA_CERTS, or use the right name'
  if (code === 'ETLS' || command === 'STARTTLS')
    return smtp.startTls
      ? 'offers no STARTTLS, and the mail is not sent in the clear: use smtps://, or another server'
      : 'and this computer find no common TLS'
  if (code === 'EAUTH') return `refused the login${said}: check user and password in its address`
  if (code === 'EENVELOPE') return `refused a sender or recipient${said}: check --mail-from and --mail-to`
  if (code === 'EMESSAGE') return `refused the mail${said}`
  return `cannot be used (${code === '' ? 'no reason given' : code})${said}: check that it runs and can be reached from here`
}
