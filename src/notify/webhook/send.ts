// Posts a payload to a webhook: three tries, what the service asks for is waited for, and no answer is trusted or long.
import { request as http, type IncomingMessage } from 'node:http'
import { request as https } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'

export interface PostOptions {
  /** Of one try. */
  readonly timeoutMs?: number
  /** Pauses in front of the second and third try, where the service asks for none. */
  readonly pausesMs?: readonly number[]
  /** Trusted besides the system's, PEM. */
  readonly ca?: string
}

const TIMEOUT_MS = 15_000
const PAUSES_MS = [2_000, 8_000]
/** A service may ask for a pause (Retry-After); a cron job does not wait longer. */
const LONGEST_PAUSE_MS = 60_000
/** Nothing of the answer is used. */
const MOST_ANSWER = 64 * 1024

interface Outcome {
  readonly ok: boolean
  readonly again: boolean
  /** `answered 503`. */
  readonly why: string
  readonly pauseMs?: number
}

/** @throws Error with a sentence that names the host, never the address */
export async function postWebhook(url: URL, body: string, options: PostOptions = {}): Promise<void> {
  const pauses = options.pausesMs ?? PAUSES_MS
  for (let tries = 1; ; tries++) {
    const outcome = await post(url, body, options)
    if (outcome.ok) return
    const pause = pauses[tries - 1]
    if (!outcome.again || pause === undefined) {
      const count = tries === 1 ? '' : ` (tried ${tries} times)`
      throw new Error(`the webhook at ${url.host} ${outcome.why}${count}: ${advice(outcome)}`)
    }
    await sleep(Math.min(outcome.pauseMs ?? pause, LONGEST_PAUSE_MS))
  }
}

function advice({ why }: Outcome): string {
  if (/certificate|self-signed|issuer/i.test(why))
    return 'trust its CA with NODE_EXTRA_CA_CERTS, or use the right name'
  return /answered [34]/.test(why)
    ? 'check the address in its file and --webhook-style'
    : 'check that it can be reached from here'
}

function post(url: URL, body: string, { timeoutMs = TIMEOUT_MS, ca }: PostOptions): Promise<Outcome> {
  return new Promise(resolve => {
    const bytes = Buffer.from(body)
    const send = url.protocol === 'https:' ? https : http
    const call = send(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': bytes.length,
        'user-agent': 'smartlic',
        connection: 'close',
      },
      ...(ca === undefined ? {} : { ca }),
    })
    const finish = (outcome: Outcome): void => {
      clearTimeout(timer)
      resolve(outcome)
      call.destroy()
    }
    // Of the whole try: an answer that trickles is no answer.
    const timer = setTimeout(
      () => finish({ ok: false, again: true, why: `did not answer within ${timeoutMs / 1_000} s` }),
      timeoutMs,
    )
    call.on('error', (error: NodeJS.ErrnoException) =>
      finish({ ok: false, again: !isTlsFault(error), why: `cannot be called (${faultOf(error)})` }),
    )
    call.on('response', answer => readAnswer(answer, finish))
    call.end(bytes)
  })
}

/** The status is all that counts; the rest is let go, and not waited for when it is long. */
function readAnswer(answer: IncomingMessage, finish: (outcome: Outcome) => void): void {
  const outcome = outcomeOf(answer)
  let size = 0
  answer.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > MOST_ANSWER) finish(outcome)
  })
  answer.on('end', () => finish(outcome))
  answer.on('error', () => finish(outcome))
}

function outcomeOf({ statusCode = 0, headers }: IncomingMessage): Outcome {
  const pauseMs = retryAfter(headers['retry-after'])
  return {
    ok: statusCode >= 200 && statusCode < 300,
    again: statusCode === 429 || statusCode >= 500,
    why: `answered ${statusCode}`,
    ...(pauseMs === undefined ? {} : { pauseMs }),
  }
}

/** Seconds or a date (RFC 9110 section 10.2.3). */
function retryAfter(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const ms = /^\d{1,6}$/.test(text.trim()) ? Number(text) * 1_000 : Date.parse(text) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

function isTlsFault({ code = '', message }: NodeJS.ErrnoException): boolean {
  return /CERT|SELF_SIGNED|ALTNAME|ERR_TLS|ERR_SSL/.test(code) || /certificate/.test(message)
}

/** OpenSSL's and the system's short names say what it is; a message could hold the address. */
function faultOf(error: NodeJS.ErrnoException): string {
  const codes: Readonly<Record<string, string>> = {
    ENOTFOUND: 'its name is not known',
    EAI_AGAIN: 'its name cannot be looked up now',
    ECONNREFUSED: 'connection refused',
    ECONNRESET: 'connection reset',
    ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
    CERT_HAS_EXPIRED: 'its certificate has expired',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
    SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is of an unknown issuer',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is of an unknown issuer',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is of an unknown issuer',
  }
  const code = error.code ?? 'no reason given'
  return codes[code] ?? code
}
