// Where mail is handed in: an SMTP address, whose password is a secret and stands in no message.
import { isLoopback } from '../webhook/url.ts'

export interface Smtp {
  readonly host: string
  readonly port: number
  /** TLS from the first byte. */
  readonly secure: boolean
  /** Else STARTTLS is demanded; a server on this computer needs none. */
  readonly startTls: boolean
  readonly user?: string
  readonly password?: string
}

/** The mail server of this computer: what every cron job used before. */
export const LOCAL_SMTP = 'smtp://localhost:25'

/** @throws Error that does not repeat the address */
export function smtpOf(text: string): Smtp {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const secure = url?.protocol === 'smtps:'
  if (url === undefined || (!secure && url.protocol !== 'smtp:') || url.hostname === '')
    throw new Error(
      'the mail server is no address: write smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST into SMARTLIC_SMTP_URL or the file of --smtp-file',
    )
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    startTls: !secure && (!isLoopback(host) || url.username !== ''),
    ...(url.username === '' ? {} : { user: decoded(url.username), password: decoded(url.password) }),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/

/** @throws Error when it is no plain mail address */
export function mailAddress(flag: string, text: string): string {
  if (!ADDRESS.test(text))
    throw new Error(`${flag} ${JSON.stringify(text)} is no mail address: write noc@example.net`)
  return text
}
