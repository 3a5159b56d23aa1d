// Questions over TCP: after a cut answer, and in pieces.
import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { a, askScript, FLAGS, framed, HASTY, NAME, PATIENT, replyTo, type Script } from './server.ts'

describe('TCP', () => {
  const many = Array.from({ length: 30 }, (_, index) => a(NAME, `192.0.2.${index}`))
  const cut: Script = (query, transport) => [
    transport === 'udp'
      ? replyTo(query, { flags: FLAGS.truncated | FLAGS.recursion })
      : replyTo(query, { answers: many }),
  ]

  test('when the answer is cut', async () => {
    expect(await askScript(cut)).toMatchObject({
      outcome: 'answered',
      transport: 'tcp',
      truncated: true,
      transports: ['udp', 'tcp'],
      addresses: many.map((_, index) => ({ address: `192.0.2.${index}`, ttl: 300 })),
    })
  })

  test('an answer cut in the middle of a record is a cut answer', async () => {
    const reply = await askScript((query, transport) => {
      const whole = replyTo(query, { flags: FLAGS.truncated | FLAGS.recursion, answers: many })
      return [transport === 'udp' ? whole.subarray(0, 100) : replyTo(query, { answers: many })]
    })
    expect(reply).toMatchObject({ outcome: 'answered', transport: 'tcp' })
  })

  test('cut, and TCP is closed', async () => {
    expect(await askScript(cut, PATIENT, 'closed')).toMatchObject({
      outcome: 'truncated-no-tcp',
      code: 'ECONNREFUSED',
      truncated: true,
      transport: 'udp',
    })
  })

  test('cut, and TCP closes without an answer or never answers', async () => {
    const closes = (socket: Socket): void => void socket.end()
    expect(await askScript(cut, PATIENT, closes)).toMatchObject({
      outcome: 'truncated-no-tcp',
      code: 'ECLOSED',
    })
    expect(await askScript(cut, HASTY, () => {})).toMatchObject({
      outcome: 'truncated-no-tcp',
      code: 'ETIMEDOUT',
    })
  })

  test('a server that answers TCP only', async () => {
    const script: Script = (query, transport) =>
      transport === 'udp' ? [] : [replyTo(query, { answers: [a(NAME, '192.0.2.1')] })]
    expect(await askScript(script, { timeoutMs: 5000 })).toMatchObject({
      outcome: 'tcp-only',
      transport: 'tcp',
      addresses: [{ address: '192.0.2.1' }],
    })
  })

  test.each<[string, (socket: Socket, packet: Buffer) => void]>([
    [
      'byte by byte',
      (socket, packet) => {
        socket.setNoDelay(true)
        const bytes = [...framed(packet)]
        const next = (): void => {
          const byte = bytes.shift()
          if (byte !== undefined) socket.write(Buffer.of(byte), () => setImmediate(next))
        }
        next()
      },
    ],
    [
      'after an empty message',
      (socket, packet) => void socket.write(Buffer.concat([framed(Buffer.alloc(0)), framed(packet)])),
    ],
    [
      'with bytes after it',
      (socket, packet) => void socket.write(Buffer.concat([framed(packet), Buffer.alloc(9, 1)])),
    ],
  ])('an answer %s', async (_how, write) => {
    const reply = await askScript(cut, PATIENT, (socket, [packet]) => {
      if (packet !== undefined) write(socket, packet)
    })
    expect(reply).toMatchObject({ outcome: 'answered', transport: 'tcp', leftOut: 0 })
    expect(reply.addresses).toHaveLength(30)
  })

  test('answers to other questions do not go on for ever', async () => {
    const reply = await askScript(cut, PATIENT, (socket, [packet]) => {
      if (packet === undefined) return
      const other = Buffer.from(packet)
      other.writeUInt16BE(other.readUInt16BE(0) ^ 1, 0)
      for (let n = 0; n < 20; n += 1) socket.write(framed(other))
    })
    expect(reply).toMatchObject({ outcome: 'truncated-no-tcp', code: 'EPROTO' })
  })
})
