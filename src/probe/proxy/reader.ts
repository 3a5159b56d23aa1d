// Reads a proxy's answer from the stream: the head, and as much of a refusal's page as is worth reading.
import type { Duplex } from 'node:stream'
import type { ProbeContext } from '../context.ts'
import { codeOf } from '../tcp/outcome.ts'
import { whenStopped } from '../tcp/stop.ts'
import { announced, type Head, header, readHead } from './head.ts'

const MOST_BODY = 65_536
/** Milliseconds a page is waited for behind a 2xx that calls itself HTML, and for more of a page without length. */
const GRACE = 300
const MOST_INTERIM = 20

export type ProxyReply =
  | { readonly kind: 'answer'; readonly head: Head; readonly rest: Buffer }
  | { readonly kind: 'not-http'; readonly bytes: Buffer }
  | { readonly kind: 'closed' | 'timed-out' | 'cancelled'; readonly bytes: Buffer }
  | { readonly kind: 'broken'; readonly bytes: Buffer; readonly code: string }

/** Sends the request and reads. What follows the answer stays in the stream, for whoever listens next. */
export function askProxy(
  stream: Duplex,
  request: string,
  ctx: ProbeContext,
  timeLeft: number,
): Promise<ProxyReply> {
  return new Promise(resolve => {
    let bytes: Buffer = Buffer.alloc(0)
    let head: Head | undefined
    let grace: NodeJS.Timeout | undefined
    let interim = 0
    let settled = false
    const settle = (reply: ProxyReply): void => {
      letBe()
      clearTimeout(grace)
      settled = true
      stream.removeListener('readable', onReadable)
      stream.removeListener('end', onEnd)
      stream.removeListener('close', onEnd)
      stream.removeListener('error', onError)
      resolve(reply)
    }
    /** An answer whose head is here stands, however its page ends. */
    const end = (otherwise: ProxyReply): void => {
      settle(head === undefined ? otherwise : { kind: 'answer', head, rest: bytes.subarray(head.length) })
    }
    /** 100 Continue and its like come before the answer, a few at most. */
    const takeHead = (): ProxyReply | undefined => {
      for (; head === undefined && interim <= MOST_INTERIM; interim++) {
        const state = readHead(bytes)
        if (state === 'more') return undefined
        if (state === 'not-http') break
        if (state.status >= 200) head = state
        else bytes = bytes.subarray(state.length)
      }
      return head === undefined ? { kind: 'not-http', bytes } : undefined
    }
    const onData = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk])
      const reply = takeHead()
      if (reply !== undefined) settle(reply)
      if (head === undefined) return
      const wait = stillToCome(head, bytes.subarray(head.length))
      clearTimeout(grace)
      if (wait === 0) end({ kind: 'closed', bytes })
      else if (wait !== undefined) grace = setTimeout(() => end({ kind: 'closed', bytes }), wait)
    }
    const onReadable = (): void => {
      while (!settled) {
        const chunk = read(stream)
        if (chunk === undefined) return
        onData(chunk)
      }
    }
    const onEnd = (): void => end({ kind: 'closed', bytes })
    const onError = (error: unknown): void => end({ kind: 'broken', bytes, code: codeOf(error) })
    const letBe = whenStopped(ctx.signal, timeLeft, why => end({ kind: why, bytes }))
    stream.on('error', () => undefined)
    stream.on('readable', onReadable)
    stream.once('end', onEnd)
    stream.once('close', onEnd)
    stream.once('error', onError)
    stream.write(request)
  })
}

/** Read on demand, never by `data` and `pause()`: a paused stream would stay so for its next owner. */
function read(stream: Duplex): Buffer | undefined {
  const chunk: unknown = stream.read()
  return Buffer.isBuffer(chunk) ? chunk : undefined
}

/** Milliseconds to wait for more: 0 when all is here, undefined to wait for the end or the time limit. */
function stillToCome(head: Head, rest: Buffer): number | undefined {
  if (rest.length >= MOST_BODY) return 0
  const length = announced(head)
  if (head.status < 300) {
    const isHtml = (header(head, 'content-type') ?? '').toLowerCase().includes('html')
    return !isHtml || length === 0 || rest.length > 0 ? 0 : GRACE
  }
  if (length !== undefined) return rest.length >= length ? 0 : undefined
  return rest.subarray(-5).toString('latin1') === '0\r\n\r\n' ? 0 : GRACE
}
