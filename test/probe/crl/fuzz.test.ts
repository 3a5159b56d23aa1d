// Broken lists, answers and web servers: nothing throws, hangs, grows without end or is taken for good. Fixed seeds.
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { CRL_OUTCOMES, OCSP_OUTCOMES } from '../../../src/model/probe/crl.ts'
import { ask } from '../../../src/probe/crl/ask.ts'
import { judgeList } from '../../../src/probe/crl/judge-list.ts'
import { judgeOcsp } from '../../../src/probe/crl/ocsp.ts'
import { openDirectly } from '../../../src/probe/crl/open.ts'
import { type Made, make, pem } from '../tls/certificates.ts'
import { makeAnswer, makeList, rawServer } from './lists.ts'

const seed = 20261123
const now = Date.parse('2026-01-01T00:00:00Z')
let ca: Made
let leaf: Made
let list: Buffer
let answer: Buffer

beforeAll(async () => {
  ca = await make({ cn: 'Test CA', ca: true })
  leaf = await make({ cn: 'server', issuer: ca, serial: '00c0ffee' })
  const other = await make({ cn: 'other', issuer: ca })
  list = await makeList({
    issuer: ca,
    revoked: [
      { certificate: other, reason: 4 },
      { certificate: leaf, reason: 1 },
    ],
  })
  const signer = await make({ cn: 'Responder', issuer: ca, ocspSigning: true })
  answer = await makeAnswer({ certificate: leaf, issuer: ca, status: 'revoked', signer, certs: [signer] })
})

const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 })
const cuts = fc.oneof(fc.constant(0), fc.nat())

function broken(bytes: Buffer, spots: readonly [number, number][], cut: number): Buffer {
  const copy = Buffer.from(bytes)
  for (const [at, value] of spots) copy[at % copy.length] = value
  return copy.subarray(0, Math.max(1, copy.length - (cut % copy.length)))
}

function judged(body: Buffer) {
  const subject = { certificate: leaf.certificate, issuer: ca.certificate }
  return judgeList(body, '', subject, now)
}

describe('a list', () => {
  test('with changed or cut bytes has an outcome, and never the good one', async () => {
    await fc.assert(
      fc.asyncProperty(changes, cuts, async (spots, cut) => {
        const body = broken(list, spots, cut)
        const verdict = await judged(body)
        expect(CRL_OUTCOMES).toContain(verdict.outcome)
        // It names the certificate; a change that hides this breaks the signature.
        if (!body.equals(list)) expect(['good', 'stale', 'not-yet-valid']).not.toContain(verdict.outcome)
        else expect(verdict.outcome).toBe('revoked')
        expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
      }),
      { seed, numRuns: 500 },
    )
  })

  test('of any bytes, or any bytes in PEM, is none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), fc.boolean(), async (bytes, armoured) => {
        const body = armoured ? Buffer.from(pem('X509 CRL', Buffer.from(bytes))) : Buffer.from(bytes)
        expect(['malformed', 'html-answer']).toContain((await judged(body)).outcome)
      }),
      { seed, numRuns: 400 },
    )
  })

  test('of a deep tree is none', async () => {
    const deep = Buffer.alloc(60_000)
    for (let at = 0; at < deep.length; at += 4)
      deep.set([0x30, 0x82, (deep.length - at - 4) >> 8, (deep.length - at - 4) & 255], at)
    expect(await judged(deep)).toMatchObject({ outcome: 'malformed' })
  })
})

describe('an OCSP answer', () => {
  test('with changed or cut bytes has an outcome, and never a good one', async () => {
    const subject = { certificate: leaf.certificate, issuer: ca.certificate }
    await fc.assert(
      fc.asyncProperty(changes, cuts, async (spots, cut) => {
        const verdict = await judgeOcsp(broken(answer, spots, cut), '', subject, Buffer.alloc(16), now)
        expect(OCSP_OUTCOMES).toContain(verdict.outcome)
        expect(['good', 'unknown', 'stale']).not.toContain(verdict.outcome)
        expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
      }),
      { seed, numRuns: 500 },
    )
  })

  test('of any bytes is none', async () => {
    const subject = { certificate: leaf.certificate, issuer: ca.certificate }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async bytes => {
        const { outcome } = await judgeOcsp(Buffer.from(bytes), '', subject, Buffer.alloc(16), now)
        expect(['malformed', 'html-answer', 'try-later', 'error', 'unauthorized']).toContain(outcome)
      }),
      { seed, numRuns: 400 },
    )
  })
})

describe('a web server', () => {
  const reply = Buffer.from(
    'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<html\r\n0\r\n\r\n',
  )

  test('that answers anything ends in an outcome', async () => {
    await fc.assert(
      fc.asyncProperty(changes, cuts, async (spots, cut) => {
        const url = await rawServer(socket =>
          socket.once('data', () => socket.end(broken(reply, spots, cut))),
        )
        const { result, bytes } = await ask({ url, maxBytes: 100 }, openDirectly, { timeoutMs: 5000 })
        if (result.kind === 'none') expect(CRL_OUTCOMES).toContain(result.outcome)
        else expect(result.body.length).toBe(bytes)
        expect(bytes).toBeLessThan(10_000)
      }),
      { seed, numRuns: 80 },
    )
  })

  test.each([
    ['headers', 'HTTP/1.1 200 OK\r\n', 'X-A: b\r\n', 'bad-answer'],
    ['a body', 'HTTP/1.1 200 OK\r\n\r\n', 'a'.repeat(1000), 'too-large'],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\na\r\n', 'too-large'],
    ['interim answers', '', 'HTTP/1.1 100 Continue\r\n\r\n', 'timed-out'],
    ['a first line', 'HTTP/1.1 200 ', 'a'.repeat(1000), 'bad-answer'],
  ])('that never ends %s is left', async (_, head, more, outcome) => {
    const url = await rawServer(socket => {
      socket.write(head)
      const on = (): void => {
        while (!socket.destroyed && socket.write(more.repeat(20)));
      }
      socket.on('drain', on)
      on()
    })
    const { result } = await ask({ url, maxBytes: 50_000 }, openDirectly, { timeoutMs: 500 })
    expect(result.kind === 'none' ? [result.outcome] : []).toEqual([outcome])
  })
})
