// `openssl ocsp` behind a web server on loopback: its own responder would listen on every address.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Authority } from './ca.ts'

export interface Answering {
  readonly authority: Authority
  /** Who signs: the authority itself when not given. */
  readonly signer?: { readonly cert: string; readonly key: string }
  /** Database of another authority, which knows nothing of the certificate. */
  readonly index?: string
}

export interface Responder {
  /** What answers at a path. */
  readonly at: Map<string, Answering>
  url(path: string): string
  stop(): Promise<void>
}

export async function startResponder(dir: string): Promise<Responder> {
  const at = new Map<string, Answering>()
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      const how = at.get(request.url ?? '')
      if (how === undefined) response.writeHead(404).end()
      else {
        answer(dir, how, Buffer.concat(parts)).then(
          body => response.writeHead(200, { 'content-type': 'application/ocsp-response' }).end(body),
          error => response.writeHead(500).end(String(error)),
        )
      }
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { at, url: path => `http://127.0.0.1:${port}${path}`, stop: () => closed(server) }
}

function answer(dir: string, how: Answering, question: Buffer): Promise<Buffer> {
  const own = mkdtempSync(join(dir, 'ocsp-'))
  const [asked, told] = [join(own, 'question'), join(own, 'answer')]
  writeFileSync(asked, question)
  const signer = how.signer ?? how.authority
  const args = [
    ...['ocsp', '-index', how.index ?? how.authority.index, '-CA', how.authority.cert],
    ...['-rsigner', signer.cert, '-rkey', signer.key, '-ndays', '1'],
    ...['-reqin', asked, '-respout', told],
  ]
  return new Promise((resolve, reject) => {
    execFile('openssl', args, (error, _said, complaint) => {
      if (error !== null) reject(new Error(complaint))
      else resolve(readFileSync(told))
    })
  })
}

function closed(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.closeAllConnections()
    server.close(() => resolve())
  })
}
