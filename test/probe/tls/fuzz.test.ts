// Broken certificates and handshakes: nothing throws, hangs or grows without end. Fixed seeds.
import { connect } from 'node:net'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { TLS_OUTCOMES } from '../../../src/model/probe/tls.ts'
import { readCertificate } from '../../../src/probe/tls/certificate.ts'
import { handshake } from '../../../src/probe/tls/handshake.ts'
import { judge } from '../../../src/probe/tls/judge.ts'
import { HandshakeReader, MAX_CHAIN, MAX_FLIGHT } from '../../../src/probe/tls/records.ts'
import { type Made, make } from './certificates.ts'
import { rawServer, tlsServer } from './servers.ts'

const seed = 20261123
let leaf: Made
let root: Made

beforeAll(async () => {
  root = await make({ cn: 'Root', ca: true })
  leaf = await make({
    cn: 'a',
    dns: ['a', 'b'],
    ips: ['192.0.2.1'],
    issuer: root,
    crl: ['http://a/'],
    ocsp: ['http://b/'],
    caIssuers: ['http://c/'],
  })
})

/** Bytes with some changed, cut, or doubled. */
function broken(bytes: Buffer, changes: readonly [number, number][], cut: number): Buffer {
  const copy = Buffer.from(bytes)
  for (const [at, value] of changes) copy[at % copy.length] = value
  return copy.subarray(0, Math.max(1, copy.length - (cut % copy.length)))
}

const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 })
const cuts = fc.oneof(fc.constant(0), fc.nat())

describe('certificates', () => {
  test('with changed and cut bytes are read, or are none', async () => {
    await fc.assert(
      fc.asyncProperty(changes, cuts, async (spots, cut) => {
        const read = await readCertificate(broken(leaf.der, spots, cut))
        if (read === undefined) return
        for (const text of [
          read.subject,
          read.issuer,
          ...read.commonNames,
          ...read.altNames.map(one => one.value),
        ]) {
          expect(text.length).toBeLessThanOrEqual(200)
        }
        // Plain data, and the judge lives with it.
        expect(JSON.parse(JSON.stringify(read))).toEqual(read)
        const judged = await judge([read], {
          host: 'a',
          now: { ms: 0 },
          device: { ms: 1e15, uncertainMs: 1 },
        })
        expect(JSON.parse(JSON.stringify(judged))).toEqual(judged)
      }),
      { seed, numRuns: 300 },
    )
  })

  test('of any bytes are none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async bytes => {
        expect(await readCertificate(bytes)).toBeUndefined()
      }),
      { seed, numRuns: 300 },
    )
  })

  test('in any number and order are judged', async () => {
    const middle = await make({ cn: 'Middle', ca: true, issuer: root })
    const end = await make({ cn: 'b', issuer: middle })
    const read = await Promise.all([leaf, root, middle, end].map(one => readCertificate(one.der)))
    const known = read.filter(one => one !== undefined)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...known), { maxLength: 20 }), async chain => {
        const judged = await judge(chain, { host: 'a', now: { ms: 0 } })
        expect(new Set(judged.path).size).toBe(judged.path.length)
        expect(judged.path[0] ?? 0).toBe(0)
      }),
      { seed, numRuns: 60 },
    )
  })
})

describe('records', () => {
  test('in any pieces tell the same', async () => {
    const bytes = await flight(served(leaf, root))
    const whole = new HandshakeReader()
    whole.push(bytes)
    expect(whole.seen.certificates.map(one => one.equals(leaf.der))).toEqual([true, false])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), sizes => {
        const reader = new HandshakeReader()
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1
          reader.push(bytes.subarray(at, at + size))
          at += size
        }
        expect(reader.seen).toEqual(whole.seen)
      }),
      { seed, numRuns: 100 },
    )
  })

  test('with changed bytes are read within bounds', async () => {
    const bytes = await flight(served(leaf, root))
    fc.assert(
      fc.property(changes, cuts, (spots, cut) => {
        const reader = new HandshakeReader()
        reader.push(broken(bytes, spots, cut))
        expect(reader.seen.certificates.length).toBeLessThanOrEqual(MAX_CHAIN)
        expect(reader.seen.plainText.length).toBeLessThanOrEqual(400)
      }),
      { seed, numRuns: 1000 },
    )
  })

  test('of more certificates than anybody sends, or larger ones, are counted', () => {
    const one = (length: number): Buffer => Buffer.concat([uint24(length), Buffer.alloc(length, 0x30)])
    const list = Buffer.concat([...Array.from({ length: 30 }, () => one(10)), one(17_000)])
    const body = Buffer.concat([uint24(list.length), list])
    const reader = new HandshakeReader()
    for (const record of records(Buffer.concat([Buffer.from([11]), uint24(body.length), body])))
      reader.push(record)
    expect(reader.seen.certificates).toHaveLength(MAX_CHAIN)
    expect(reader.seen.skipped).toBe(11)
  })
})

describe('a server', () => {
  test('that changes bytes of a real handshake ends it in an outcome', async () => {
    const bytes = await flight(served(leaf, root))
    await fc.assert(
      fc.asyncProperty(changes, cuts, async (spots, cut) => {
        const target = await rawServer(socket =>
          socket.once('data', () => socket.end(broken(bytes, spots, cut))),
        )
        const probe = await handshake(target, { serverName: 'a' }, { timeoutMs: 5000 })
        expect(TLS_OUTCOMES).toContain(probe.outcome)
        expect(probe.outcome).not.toBe('ok')
        expect(JSON.parse(JSON.stringify(probe))).toEqual(probe)
      }),
      { seed, numRuns: 60 },
    )
  })

  test('that sends any bytes ends it in an outcome', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 2000 }), async bytes => {
        const target = await rawServer(socket => socket.end(Buffer.from(bytes)))
        const probe = await handshake(target, { serverName: 'a' }, { timeoutMs: 5000 })
        expect([
          'not-tls',
          'bad-answer',
          'closed',
          'version-refused',
          'no-common-cipher',
          'cert-refused',
          'name-refused',
          'reset',
        ]).toContain(probe.outcome)
      }),
      { seed, numRuns: 60 },
    )
  })

  test.each([
    ['plain text', Buffer.from('a'.repeat(1000))],
    ['handshake messages', Buffer.concat([Buffer.from([22, 3, 3, 0x3f, 0xfc]), Buffer.alloc(0x3ffc, 1)])],
    ['warnings', Buffer.from([21, 3, 3, 0, 2, 1, 100])],
  ])('that never ends its %s does not hold it', async (_, chunk) => {
    let sent = 0
    const target = await rawServer(socket => {
      const more = (): void => {
        while (!socket.destroyed && socket.write(chunk)) sent += chunk.length
      }
      socket.on('drain', more)
      more()
    })
    const probe = await handshake(target, { serverName: 'a' }, { timeoutMs: 400 })
    expect(['not-tls', 'bad-answer', 'timed-out']).toContain(probe.outcome)
    // What the sockets themselves hold comes on top.
    expect(sent).toBeLessThan(MAX_FLIGHT * 40)
  })

  test('that drips is left at the time limit', async () => {
    const bytes = await flight(served(leaf, root))
    const target = await rawServer(socket => {
      let at = 0
      const drip = setInterval(() => socket.write(bytes.subarray(at, ++at)), 5)
      socket.on('close', () => clearInterval(drip))
    })
    expect(await handshake(target, { serverName: 'a' }, { timeoutMs: 200 })).toMatchObject({
      outcome: 'timed-out',
    })
  })
})

function served(...chain: Made[]) {
  return {
    cert: chain.map(one => one.pem).join(''),
    key: chain[0]?.keyPem ?? '',
    maxVersion: 'TLSv1.2' as const,
  }
}

/** What a real server sends in answer to a real hello. */
async function flight(options: Parameters<typeof tlsServer>[0]): Promise<Buffer> {
  const target = await tlsServer(options)
  const parts: Buffer[] = []
  const relay = await rawServer(socket => {
    const up = connect(target.port, target.address)
    up.on('data', part => parts.push(part))
    up.on('error', () => undefined)
    socket.pipe(up).pipe(socket)
  })
  await handshake(relay, { serverName: 'a' }, { timeoutMs: 5000 })
  return Buffer.concat(parts)
}

function uint24(value: number): Buffer {
  return Buffer.from([value >> 16, (value >> 8) & 255, value & 255])
}

function records(message: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at < message.length; at += 16_000) {
    const part = message.subarray(at, at + 16_000)
    found.push(Buffer.concat([Buffer.from([22, 3, 3, part.length >> 8, part.length & 255]), part]))
  }
  return found
}
