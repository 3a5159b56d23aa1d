// A web server on loopback that takes webhooks, and answers as it is told.
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface HookServer {
  readonly url: string
  readonly received: Received[]
  close(): Promise<void>
}

/** `answer` gets how many requests came before. */
export async function hookServer(
  answer: (response: ServerResponse, before: number) => void = response => response.end('ok'),
  tls?: { readonly key: string; readonly cert: string },
): Promise<HookServer> {
  const received: Received[] = []
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    let body = ''
    request.setEncoding('utf8').on('data', text => {
      body += text
    })
    request.on('end', () => {
      received.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body })
      answer(response, received.length - 1)
    })
  }
  const server: Server = tls === undefined ? createHttp(handle) : (createHttps(tls, handle) as Server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${tls === undefined ? '127.0.0.1' : 'localhost'}:${port}/hook/SECRET`,
    received,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
