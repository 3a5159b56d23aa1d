// Asks the revocation lists and OCSP responders that the certificates of a path name, each once.
import type { Certificate } from 'pkijs'
import type { CrlCheck, OcspCheck, RevocationProbe, RevocationTarget } from '../../model/probe/crl.ts'
import type { TlsCertificate, TlsJudgement } from '../../model/probe/tls.ts'
import type { ProbeContext } from '../context.ts'
import { since } from '../tcp/stop.ts'
import { type Asked, ask, type OpenStream } from './ask.ts'
import { judgeList } from './judge-list.ts'
import { judgeOcsp, ocspRequest } from './ocsp.ts'

export interface RevocationOptions {
  readonly open: OpenStream
  /** Hosts a redirect of a list may lead to besides its own host. */
  readonly mayFollow?: (host: string) => boolean
  /** Ask the responders too; true when not given. */
  readonly ocsp?: boolean
  /** Bytes of a list; 20 MB when not given. */
  readonly maxListBytes?: number
}

const MAX_LIST = 20_000_000
const MAX_OCSP = 100_000
const MAX_TARGETS = 6
const MAX_URLS = 4
const TEXT = 200
/** Each may hold a list in memory. */
const AT_ONCE = 3

/**
 * Every certificate of the path but its root. Each question is a probe of its own with `ctx.timeoutMs`; at most 48, three at
 * a time. Never rejects.
 */
export async function checkRevocation(
  chain: readonly TlsCertificate[],
  judgement: Pick<TlsJudgement, 'path' | 'root'>,
  options: RevocationOptions,
  ctx: ProbeContext,
): Promise<RevocationProbe> {
  const targets = revocationTargets(chain, judgement)
  const questions: (() => Promise<{ crl?: CrlCheck; ocsp?: OcspCheck }>)[] = []
  for (const target of targets) {
    const certificate = chain[target.certificate]
    const parsed = certificate === undefined ? undefined : await parse(certificate.der)
    if (certificate === undefined || parsed === undefined) continue
    const issuer = await parse(issuerOf(chain, judgement, target.certificate))
    const { subject, serial } = certificate
    const base = { certificate: target.certificate, subject, serial }
    const pair = { certificate: parsed, issuer }
    for (const url of target.crlUrls) {
      questions.push(async () => ({ crl: { ...base, ...(await checkList(url, pair, options, ctx)) } }))
    }
    for (const url of options.ocsp === false ? [] : target.ocspUrls) {
      questions.push(async () => ({ ocsp: { ...base, ...(await checkResponder(url, pair, options, ctx)) } }))
    }
  }
  const answers = await fewAtOnce(questions)
  return {
    targets,
    crl: answers.flatMap(one => one.crl ?? []),
    ocsp: answers.flatMap(one => one.ocsp ?? []),
  }
}

/** In the order of the questions. A filter that drops packets costs its time limit for each; few at once share it. */
async function fewAtOnce<T>(questions: readonly (() => Promise<T>)[]): Promise<T[]> {
  const answers: T[] = []
  let next = 0
  const work = async (): Promise<void> => {
    for (let at = next++; at < questions.length; at = next++) {
      const answer = await questions[at]?.()
      if (answer !== undefined) answers[at] = answer
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return answers
}

/** What a device would have to check: all but the root. Also tells a dry run which URLs would be fetched. */
export function revocationTargets(
  chain: readonly TlsCertificate[],
  { path }: Pick<TlsJudgement, 'path'>,
): RevocationTarget[] {
  return path.slice(0, MAX_TARGETS).flatMap(place => {
    const certificate = chain[place]
    if (certificate === undefined || certificate.selfSigned) return []
    const { subject, crlUrls, ocspUrls } = certificate
    return [
      {
        certificate: place,
        subject,
        crlUrls: crlUrls.slice(0, MAX_URLS),
        ocspUrls: ocspUrls.slice(0, MAX_URLS),
      },
    ]
  })
}

/** DER in base64 of who issued the certificate: the next of the path, or the root where that was not served. */
function issuerOf(
  chain: readonly TlsCertificate[],
  { path, root }: Pick<TlsJudgement, 'path' | 'root'>,
  place: number,
): string | undefined {
  const next = path[path.indexOf(place) + 1]
  return next === undefined ? root?.der : chain[next]?.der
}

async function parse(der: string | undefined): Promise<Certificate | undefined> {
  if (der === undefined) return undefined
  const { Certificate } = await import('pkijs')
  try {
    return Certificate.fromBER(Uint8Array.from(Buffer.from(der, 'base64')).buffer)
  } catch {
    return undefined
  }
}

type Told<T> = Omit<T, 'certificate' | 'subject' | 'serial'>

async function checkList(
  url: string,
  subject: Parameters<typeof judgeList>[2],
  options: RevocationOptions,
  ctx: ProbeContext,
): Promise<Told<CrlCheck>> {
  const start = performance.now()
  const asked = await ask(listQuestion(url, options), options.open, ctx)
  const { result } = asked
  const verdict =
    result.kind === 'none'
      ? { outcome: result.outcome, detail: result.detail }
      : await judgeList(result.body, result.contentType, subject, (ctx.now ?? Date.now)())
  return { url: url.slice(0, TEXT), ...shown(asked), ...verdict, durationMs: since(start) }
}

function listQuestion(url: string, { maxListBytes, mayFollow }: RevocationOptions) {
  return { url, maxBytes: maxListBytes ?? MAX_LIST, ...(mayFollow === undefined ? {} : { mayFollow }) }
}

async function checkResponder(
  url: string,
  { certificate, issuer }: { readonly certificate: Certificate; readonly issuer: Certificate | undefined },
  options: RevocationOptions,
  ctx: ProbeContext,
): Promise<Told<OcspCheck>> {
  const start = performance.now()
  const end = (told: Omit<Told<OcspCheck>, 'url' | 'durationMs'>): Told<OcspCheck> => ({
    url: url.slice(0, TEXT),
    ...told,
    durationMs: since(start),
  })
  if (issuer === undefined) {
    const detail = "the issuer's certificate was not served, and a question needs it"
    return end({ outcome: 'unverified', detail, bytes: 0 })
  }
  const request = await ocspRequest(certificate, issuer)
  const post = { type: 'application/ocsp-request', body: request.der }
  const asked = await ask({ url, post, maxBytes: MAX_OCSP }, options.open, ctx)
  const { result } = asked
  if (result.kind === 'none') return end({ ...shown(asked), outcome: result.outcome, detail: result.detail })
  const now = (ctx.now ?? Date.now)()
  const verdict = await judgeOcsp(
    result.body,
    result.contentType,
    { certificate, issuer },
    request.nonce,
    now,
  )
  return end({ ...shown(asked), ...verdict })
}

function shown({ httpStatus, location, bytes }: Asked): Pick<CrlCheck, 'httpStatus' | 'location' | 'bytes'> {
  return {
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(location === undefined ? {} : { location }),
    bytes,
  }
}
