// A stream that lets the bytes of another through and shows what comes in to a reader, so that TLS can run on top.
import { Duplex } from 'node:stream'

/**
 * `seen` gets each chunk before it is passed on; false ends the connection. Destroying the tap destroys `inner`. A
 * pause of the reader pauses `inner`.
 */
export function tap(inner: Duplex, seen: (chunk: Buffer) => boolean): Duplex {
  const outer = new Duplex({
    read: () => {
      inner.resume()
    },
    write: (chunk: Buffer, _encoding, done) => {
      if (inner.destroyed || inner.writableEnded) done(new Error('the connection is closed'))
      else inner.write(chunk, error => done(error))
    },
    final: done => {
      if (inner.destroyed || inner.writableEnded) done()
      else inner.end(() => done())
    },
    destroy: (error, done) => {
      inner.destroy()
      done(error)
    },
  })
  inner.on('data', (chunk: Buffer | string) => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk
    if (outer.destroyed) return
    if (!seen(bytes)) outer.destroy(new Error('the answer is longer than any handshake'))
    else if (!outer.push(bytes)) inner.pause()
  })
  inner.on('end', () => {
    if (!outer.destroyed) outer.push(null)
  })
  inner.on('error', error => outer.destroy(error))
  inner.on('close', () => {
    // A close without an end: whoever reads must not wait for more.
    if (!outer.destroyed && !outer.readableEnded) outer.push(null)
  })
  // Whoever reads has gone when a late error comes.
  outer.on('error', () => undefined)
  inner.pause()
  return outer
}
