// Asks a licensing endpoint without sending any licensing data, and says what its answer means.
import type { Duplex } from 'node:stream'
import type { EndpointKind, HttpAnswer, HttpResult } from '../../model/probe/http.ts'
import type { ProbeContext } from '../context.ts'
import type { ProxyCredentials } from '../proxy/request.ts'
import { answersTls, looksLikeTls } from '../tcp/speaks-tls.ts'
import { since } from '../tcp/stop.ts'
import { type Answered, httpAnswer } from './answer.ts'
import { type Exchange, exchange, hostHeader } from './exchange.ts'
import { type Judged, judgeStatus, needsContrast, withContrast } from './judge.ts'
import { redirectTarget } from './redirect.ts'
import { signsOf } from './signs.ts'
import { isExact, otherSpellings, type Spelling } from './spellings.ts'

/** No server has it; compared with the answer at the endpoint's path. */
export const MADE_UP_PATH = '/no-such-path-smartlic-probe'

export interface EndpointTarget {
  readonly scheme: 'http' | 'https'
  /** A name or an IP address as in the URL, without brackets. */
  readonly host: string
  readonly port: number
  /** As configured, case and all. */
  readonly path: string
  readonly kind: EndpointKind
  /** Other hosts of the licensing path; a redirect to one of them is told apart. */
  readonly licensingHosts?: readonly string[]
  /** Plain HTTP asked of a proxy in absolute form: the stream leads to the proxy. Not for a tunnel. */
  readonly throughProxy?: { readonly credentials?: ProxyCredentials }
}

/**
 * Another stream to the same place as the first, within so many milliseconds (waiting its turn not counted), or undefined when there
 * is none; each is used for one request.
 */
export type Reopen = (timeoutMs: number) => Promise<Duplex | undefined>

/**
 * One GET over `stream` (plain, TLS or tunnelled; it is destroyed). With `reopen` up to five more requests: the known spellings after a 404,
 * or one made-up path to see that the answer means something; all requests together take no longer than the time limit. A redirect is never followed.
 */
export async function askEndpoint(
  stream: Duplex,
  target: EndpointTarget,
  ctx: ProbeContext,
  reopen?: Reopen,
): Promise<HttpResult> {
  const start = performance.now()
  const first = await exchange(stream, target, ctx)
  const base = {
    url: `${target.scheme}://${hostHeader(target) ?? target.host.slice(0, 253)}${target.path}`.slice(0, 400),
    kind: target.kind,
    path: target.path.slice(0, 200),
    exactPath: isExact(target.path, target.kind),
  }
  if (first.kind !== 'answer') {
    const ending = await withoutAnswer(first, { target, ctx, reopen, used: first.ms })
    return { ...base, ...ending, ms: since(start), tried: [], signs: [] }
  }
  const answer = httpAnswer(first)
  const judged = judgeStatus(answer, first.body.toString('latin1'), target.scheme)
  const again: Again = { target, ctx, reopen, used: first.ms }
  const more =
    judged.outcome === 'not-found' ? await trySpellings(again) : await contrast(again, judged, answer)
  const redirect =
    more.outcome === 'redirected'
      ? redirectTarget(target, first.headers['location'], target.licensingHosts)
      : undefined
  return {
    ...base,
    ms: since(start),
    answer,
    ...more,
    ...(redirect === undefined ? {} : { redirect: { target: redirect, location: answer.location ?? '' } }),
    signs: signsOf(first, more.outcome, redirect, target.throughProxy !== undefined),
  }
}

interface Again {
  readonly target: EndpointTarget
  readonly ctx: ProbeContext
  readonly reopen: Reopen | undefined
  /** Milliseconds the requests took so far. */
  used: number
}

/** One more request; undefined when there is no stream, no time or no answer left. */
async function askAgain(again: Again, path: string): Promise<Answered | undefined> {
  const { target, ctx } = again
  const stream = await another(again)
  if (stream === undefined) return undefined
  const reply = await exchange(stream, { ...target, path }, { ...ctx, timeoutMs: timeLeft(again) })
  again.used += reply.ms
  return reply.kind === 'answer' ? reply : undefined
}

/** What once gives no stream is not asked for another. */
async function another(again: Again): Promise<Duplex | undefined> {
  const left = timeLeft(again)
  if (again.ctx.signal?.aborted === true || left === 0) return undefined
  const stream = await again.reopen?.(left).catch(() => undefined)
  if (stream === undefined) again.used = again.ctx.timeoutMs
  return stream
}

function timeLeft({ ctx, used }: Again): number {
  return Math.max(0, ctx.timeoutMs - used)
}

type More = Pick<HttpResult, 'outcome' | 'proof' | 'sameForAnyPath' | 'found' | 'tried'>

async function trySpellings(again: Again): Promise<More> {
  const { target } = again
  const tried: { path: string; status: number }[] = []
  if (again.reopen === undefined) return { outcome: 'not-found', tried }
  for (const spelling of otherSpellings(target.path, target.kind)) {
    if (timeLeft(again) === 0) break
    const reply = await askAgain(again, spelling.path)
    tried.push({ path: spelling.path.slice(0, 200), status: reply?.status ?? 0 })
    if (reply !== undefined && answersRight(reply, target.scheme)) {
      return { outcome: 'wrong-path', found: found(spelling, reply.status), tried }
    }
  }
  return { outcome: 'not-found', tried }
}

function found(spelling: Spelling, status: number): NonNullable<HttpResult['found']> {
  return { path: spelling.path.slice(0, 200), kind: spelling.kind, status }
}

/** The asked path got a 404, so any plain answer here is a contrast; a 400 with a page as well. */
function answersRight(reply: Answered, scheme: 'http' | 'https'): boolean {
  const answer = httpAnswer(reply)
  const { outcome } = judgeStatus(answer, reply.body.toString('latin1'), scheme)
  return outcome === 'right-path' || (outcome === 'answers-otherwise' && answer.status === 400)
}

async function contrast(again: Again, judged: Judged, answer: HttpAnswer): Promise<More> {
  const plain = {
    outcome: judged.outcome,
    ...(judged.proof === undefined ? {} : { proof: judged.proof }),
    tried: [],
  }
  if (!needsContrast(judged, answer)) return plain
  const reply = await askAgain(again, MADE_UP_PATH)
  if (reply === undefined) return plain
  const { outcome, proof, same } = withContrast(judged, answer, httpAnswer(reply))
  return {
    outcome,
    ...(proof === undefined ? {} : { proof }),
    ...(same ? { sameForAnyPath: true } : {}),
    tried: [{ path: MADE_UP_PATH, status: reply.status }],
  }
}

/** A TLS server often just closes on plain text; then one handshake tells. */
async function withoutAnswer(
  reply: Exclude<Exchange, { kind: 'answer' }>,
  again: Again,
): Promise<Pick<HttpResult, 'outcome' | 'bytes'>> {
  const { scheme } = again.target
  if (reply.kind === 'closed' || reply.kind === 'reset') {
    const stream = scheme === 'http' ? await another(again) : undefined
    const isTls = stream !== undefined && (await answersTls(stream, again.ctx.signal, timeLeft(again)))
    return { outcome: isTls ? 'plain-http-refused' : reply.kind }
  }
  if (reply.kind !== 'not-http') return { outcome: reply.kind }
  const bytes = { bytes: reply.bytes.subarray(0, 200).toString('latin1') }
  const isTls = scheme === 'http' && looksLikeTls(reply.bytes)
  return { outcome: isTls ? 'plain-http-refused' : 'not-http', ...bytes }
}
