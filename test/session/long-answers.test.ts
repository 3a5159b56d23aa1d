// Long answers: whole, cleaned while they come, and never more in memory than the limit allows.
import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ask } from '../../src/session/answer.ts'
import { Body, cutBefore } from '../../src/session/body.ts'
import { cleanAnswer, cleanText, decode } from '../../src/session/clean.ts'
import { Inbox } from '../../src/session/inbox.ts'
import { Line } from '../../src/session/line.ts'
import { captureOf, collect, statuses } from './collect-one.ts'
import { FAST } from './scripted-device.ts'

const LINE = 'Gi1/0/1   up   up   description of a port\r\n'

describe('T33 an answer cleaned in parts', () => {
  const piece = fc.constantFrom(
    'text',
    'é',
    '\r\n',
    '\n',
    '\r\r\n',
    ' --More-- ',
    '\r\u001b[K',
    '\b\b\b',
    '\u001b[1;31m',
    '\u001b]0;title\n\u0007',
    '\u001b',
    '\u001b[',
    ' ',
    '\u0000',
    'Sun Nov 22 10:00:01.123 UTC\r\n',
    '\r\n\r\n',
  )

  test('is the whole one cleaned, wherever it is parted', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.array(fc.nat(40)), (pieces, limits) => {
        let rest = Buffer.from(pieces.join(''))
        const body = new Body()
        for (const limit of limits) {
          const count = cutBefore(rest, Math.min(limit, rest.length))
          body.add(rest.subarray(0, count))
          rest = rest.subarray(count)
        }
        body.add(rest)
        expect(body.finish()).toBe(cleanAnswer(pieces.join('')))
      }),
    )
  })

  test('foreign bytes are read line by line', () => {
    const bytes = Buffer.concat([Buffer.from('é\n'), Buffer.from([0xe9, 0x0a]), Buffer.from('ü')])
    expect(decode(bytes)).toBe('é\né\nü')
  })

  test('plain lines go the short way, and come out as drawn ones do', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', ' ', '\t', '\r', '\n', 'é'), { maxLength: 30 }),
        characters => {
          const text = characters.join('')
          // A bell is drawn as nothing, but makes the text go the long way.
          expect(cleanText(text)).toBe(cleanText(`${text}\n\u0007`).slice(0, -1))
        },
      ),
    )
  })
})

describe.concurrent('T42 memory of a session', () => {
  test('of an answer that streams in, only a block lies in memory as bytes', async () => {
    const channel = new PassThrough()
    // On a busy machine the answer may look slow; then an empty line asks for the prompt again.
    const write = (typed: string): boolean => typed === '\r' && channel.emit('data', Buffer.from('\r\nsw1#'))
    const line = new Line(Object.assign(channel, { write }), FAST, {})
    line.prompt = 'sw1#'
    const answer = ask(line, 'show version', FAST.commands.show)
    const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
    channel.emit('data', Buffer.from('show version\r\n'))
    const chunk = Buffer.from(LINE.repeat(700))
    let most = 0
    const count = 200
    for (let i = 0; i < count; i++) {
      channel.emit('data', chunk)
      await turn()
      most = Math.max(most, line.inbox.held)
    }
    channel.emit('data', Buffer.from('sw1#'))
    const { end, text } = await answer
    expect(end).toBe('complete')
    expect(text).toBe(LINE.replace('\r', '').repeat(700 * count))
    expect(most).toBeLessThan(1_500_000)
    expect(line.inbox.held).toBe(0)
  })

  test('what nobody asked for is not kept', () => {
    const channel = new PassThrough()
    const inbox = new Inbox(channel)
    for (let i = 0; i < 100; i++) channel.emit('data', Buffer.from(LINE.repeat(100)))
    expect(inbox.held).toBe(0)
    expect(inbox.tail.length).toBeLessThanOrEqual(2_048)
  })

  test('an answer longer than the limit is cut with a reason, and the next command works', async () => {
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (command !== 'show license all') return 'next\n'
          for (let i = 0; i < 40; i++) {
            io.say(LINE.repeat(100))
            await new Promise(resolve => setTimeout(resolve, 1))
          }
          while ((await io.key()) !== '\u0003');
          return '^C\n'
        },
      },
      ['show license all', 'show version'],
      {},
      { limits: { ...FAST, answerBytes: 50_000 } },
    )
    expect(statuses(set)).toEqual({ 'show license all': 'truncated', 'show version': 'ok' })
    const capture = captureOf(set, 'show license all')
    expect(capture?.reason).toContain('longer than 50000 bytes')
    expect(capture?.text.startsWith(LINE.replace('\r', ''))).toBe(true)
    expect(capture?.text.length).toBeLessThan(100_000)
  })
})
