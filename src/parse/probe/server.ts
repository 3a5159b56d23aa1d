// What the server showed: certificates, their revocation, the answer of the endpoint.
import type { FactWriter } from '../contract.ts'
import { at, flag, text, texts, time, whole } from './fields.ts'
import type { ProbeRow } from './index.ts'

export function serverFacts(rows: readonly ProbeRow[], start: ProbeRow, write: FactWriter): void {
  const tls = rows.find(row => row.kind === 'tls')
  if (tls !== undefined) write.set('probe.tls', tlsOf(tls), tls.line)
  else write.set('probe.tls', { outcome: 'not-tried', version: '', certificate: false }, start.line)
  const lists = rows.filter(row => row.kind === 'crl' || row.kind === 'ocsp')
  const judged = rows.find(row => row.kind === 'revocation')
  const from = judged?.line ?? start.line
  write.setEach(
    'probe.crl',
    lists.map(row => ({ value: listOf(row), lines: row.line })),
    from,
  )
  const verdict = judged === undefined ? NOT_JUDGED : revocationOf(judged)
  write.set('probe.revocation', verdict, [from, ...lists.map(row => row.line)])
  const http = rows.find(row => row.kind === 'http')
  if (http !== undefined) write.set('probe.http', httpOf(http), http.line)
  else write.set('probe.http', NOT_ASKED, start.line)
}

const NOT_JUDGED = { methods: [], verdict: 'not-tried', revoked: false, url: '', reason: '' }
const NOT_ASKED = { outcome: 'not-tried', status: 0, found: '', location: '', redirect: '', title: '' }

function tlsOf(row: ProbeRow): Record<string, unknown> {
  const chain = at(row, 'chain')
  const leaf = Array.isArray(chain) ? chain[0] : undefined
  const shown = leaf !== undefined && leaf !== null && typeof leaf === 'object'
  const handshake = {
    outcome: text(row, 'outcome'),
    version: text(row, 'protocol') ?? '',
    certificate: shown,
  }
  if (!shown) return handshake
  return {
    ...handshake,
    name: text(row, 'judgement.names.verdict'),
    names: texts(row, 'judgement.names.named'),
    validity: text(row, 'judgement.validHere.verdict'),
    valid_until: time(leaf, 'notAfter'),
    subject: text(leaf, 'subject'),
    issuer: text(leaf, 'issuer'),
    root: text(row, 'judgement.root.subject') ?? '',
    vouched_by: text(row, 'judgement.issuer'),
    chain: text(row, 'judgement.chain'),
    self_signed: flag(row, 'judgement.selfSigned'),
    device_trusts: text(row, 'judgement.device.holds'),
    quovadis_only: flag(row, 'judgement.device.quovadisOnly'),
    fingerprint: text(leaf, 'sha256'),
  }
}

function listOf(row: ProbeRow): Record<string, unknown> {
  return {
    protocol: row.kind,
    url: text(row, 'url'),
    outcome: text(row, 'outcome'),
    certificate: text(row, 'subject'),
  }
}

function revocationOf(row: ProbeRow): Record<string, unknown> {
  return {
    methods: texts(row, 'methods'),
    verdict: text(row, 'verdict'),
    revoked: flag(row, 'revoked'),
    url: text(row, 'url'),
    reason: text(row, 'reason'),
  }
}

function httpOf(row: ProbeRow): Record<string, unknown> {
  const signs = at(row, 'signs')
  return {
    outcome: text(row, 'outcome'),
    status: whole(row, 'answer.status') ?? 0,
    found: text(row, 'found.path') ?? '',
    location: text(row, 'redirect.location') ?? '',
    redirect: text(row, 'redirect.target') ?? '',
    title: text(row, 'answer.title') ?? '',
    intercepted: Array.isArray(signs) ? signs.some(sign => sign !== 'via') : undefined,
  }
}
