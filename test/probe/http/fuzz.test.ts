// Whatever a server or a proxy answers: the probe ends, keeps little, and gives one of its words.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HTTP_OUTCOMES } from '../../../src/model/probe/http.ts'
import { PROXY_OUTCOMES } from '../../../src/model/probe/proxy.ts'
import { askEndpoint } from '../../../src/probe/http/ask.ts'
import { bodyKind, titleOf } from '../../../src/probe/http/body.ts'
import { readHead } from '../../../src/probe/proxy/head.ts'
import { proxyAnswer, schemesOf } from '../../../src/probe/proxy/judge.ts'
import { openTunnel } from '../../../src/probe/proxy/tunnel.ts'
import { openTcp } from '../../../src/probe/tcp/open.ts'
import { PATIENT, serve, V4 } from '../tcp/scripted.ts'
import { answers, strings } from './answers.ts'

interface Script {
  readonly parts: readonly Buffer[]
  readonly closes: boolean
}

/** Short where a server stays silent, so that many can be tried. */
const ctxFor = ({ closes }: Script) => ({ timeoutMs: closes ? PATIENT.timeoutMs : 60 })
const ONCE = { numRuns: 250, seed: 7 }

async function withServer<T>(script: Script, act: (port: number) => Promise<T>): Promise<T> {
  const server = await serve(socket => {
    socket.once('data', async () => {
      for (const part of script.parts) {
        if (socket.destroyed) return
        socket.write(part)
        await new Promise(resolve => setImmediate(resolve))
      }
      if (script.closes) socket.end()
    })
  })
  try {
    return await act(server.port)
  } finally {
    await server.close()
  }
}

function check(result: object): void {
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  for (const text of strings(result)) expect(text.length).toBeLessThanOrEqual(400)
}

test('an endpoint that answers anything', async () => {
  await fc.assert(
    fc.asyncProperty(answers, async script => {
      await withServer(script, async port => {
        const open = async () => (await openTcp({ address: V4, port }, PATIENT)).socket
        const stream = await open()
        if (stream === undefined) throw new Error('no connection')
        const target = {
          scheme: 'http',
          host: 'a.example',
          port,
          path: '/smarttransport',
          kind: 'smart-on-prem',
        } as const
        const result = await askEndpoint(stream, target, ctxFor(script), open)
        expect(HTTP_OUTCOMES).toContain(result.outcome)
        expect(stream.destroyed).toBe(true)
        check(result)
      })
    }),
    ONCE,
  )
})

test('a proxy that answers anything', async () => {
  await fc.assert(
    fc.asyncProperty(answers, async script => {
      await withServer(script, async port => {
        const proxy = { host: 'p.example', address: V4, port }
        const { result, stream } = await openTunnel(proxy, { host: 'a.example', port: 443 }, ctxFor(script))
        stream?.destroy()
        expect(PROXY_OUTCOMES).toContain(result.outcome)
        expect(stream !== undefined).toBe(result.outcome === 'established')
        check(result)
      })
    }),
    ONCE,
  )
})

test('pieces of any size make the same head', () => {
  fc.assert(
    fc.property(answers, ({ parts }) => {
      const whole = readHead(Buffer.concat(parts))
      let bytes = Buffer.alloc(0)
      for (const part of parts) {
        bytes = Buffer.concat([bytes, part])
        const state = readHead(bytes)
        if (state !== 'more') {
          // What was decided early stays decided.
          expect(state).toEqual(whole)
          return
        }
      }
      expect(whole).toBe('more')
    }),
    { numRuns: 2000, seed: 7 },
  )
})

test('any bytes at all', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.string(), (raw, text) => {
      const bytes = Buffer.concat([
        Buffer.from('HTTP/1.1 407 x\r\nProxy-Authenticate: '),
        Buffer.from(raw),
        Buffer.from('\r\n\r\n'),
      ])
      const head = readHead(bytes)
      if (typeof head !== 'string') {
        for (const scheme of schemesOf(head)) expect(scheme).toMatch(/^[A-Za-z][\w-]{0,30}$/)
        check(proxyAnswer(head, text))
      }
      expect(bodyKind(Buffer.from(raw), undefined)).toMatch(/^[a-z-]+$/)
      expect((titleOf(text) ?? '').length).toBeLessThanOrEqual(200)
    }),
    { numRuns: 2000, seed: 7 },
  )
})
