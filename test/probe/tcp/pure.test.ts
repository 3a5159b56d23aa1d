// Error codes, and the first bytes of TLS.
import { expect, test } from 'vitest'
import { openTcp } from '../../../src/probe/tcp/open.ts'
import { outcomeOf } from '../../../src/probe/tcp/outcome.ts'
import { answersTls, looksLikeTls, speaksTls } from '../../../src/probe/tcp/speaks-tls.ts'
import { HASTY, PATIENT, serve, V4 } from './scripted.ts'

test.each([
  ['ECONNREFUSED', 'refused'],
  ['ETIMEDOUT', 'timed-out'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'no-route'],
  ['EACCES', 'blocked-locally'],
  ['EPERM', 'blocked-locally'],
  ['ECONNRESET', 'reset'],
  ['EMFILE', 'failed'],
])('%s means %s', (code, outcome) => {
  expect(outcomeOf(Object.assign(new Error('x'), { code }))).toEqual({ outcome, code })
})

test('an error without a code', () => {
  expect(outcomeOf(new Error('odd'))).toEqual({ outcome: 'failed', code: 'odd' })
  expect(outcomeOf('text')).toEqual({ outcome: 'failed', code: 'unknown' })
})

test('first bytes of TLS', () => {
  expect(looksLikeTls(Buffer.from([0x15, 3, 1, 0, 2, 2, 70]))).toBe(true)
  expect(looksLikeTls(Buffer.from([0x16, 3, 3]))).toBe(true)
  expect(looksLikeTls(Buffer.from([0x15]))).toBe(false)
  expect(looksLikeTls(Buffer.from('HTTP/1.1 400'))).toBe(false)
})

test('an alert in answer to the hello is TLS, text is not, silence is not', async () => {
  const alert = await serve(socket => {
    socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 40])))
  })
  const text = await serve(socket => {
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  })
  const silent = await serve(socket => socket.resume())
  expect(await speaksTls({ address: V4, port: alert.port }, PATIENT)).toBe(true)
  expect(await speaksTls({ address: V4, port: text.port }, PATIENT)).toBe(false)
  const { socket } = await openTcp({ address: V4, port: silent.port }, PATIENT)
  expect(socket && (await answersTls(socket, undefined, HASTY.timeoutMs))).toBe(false)
  await Promise.all([alert.close(), text.close(), silent.close()])
})
