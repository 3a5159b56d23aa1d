// Makes revocation lists and OCSP answers, good and bad ones, and serves them on loopback.

import { createServer as createHttpServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import * as asn1js from 'asn1js'
import {
  BasicOCSPResponse,
  CertID,
  CertificateRevocationList,
  Extension,
  Extensions,
  OCSPResponse,
  ResponseBytes,
  RevokedCertificate,
  SingleResponse,
  Time,
} from 'pkijs'
import { afterEach } from 'vitest'
import type { Made } from '../tls/certificates.ts'

export interface WantedList {
  readonly issuer: Made
  readonly revoked?: readonly { readonly certificate: Made; readonly at?: string; readonly reason?: number }[]
  readonly from?: string
  readonly until?: string | undefined
  /** Signs instead of the issuer. */
  readonly signer?: Made
  readonly extensions?: readonly Extension[]
}

export async function makeList(wanted: WantedList): Promise<Buffer> {
  const list = new CertificateRevocationList()
  list.version = 1
  list.issuer = wanted.issuer.certificate.subject
  list.thisUpdate = timeOf(wanted.from ?? '2025-12-01T00:00:00Z')
  if (!('until' in wanted) || wanted.until !== undefined)
    list.nextUpdate = timeOf(wanted.until ?? '2026-02-01T00:00:00Z')
  if (wanted.revoked !== undefined) {
    list.revokedCertificates = wanted.revoked.map(({ certificate, at, reason }) => {
      const entry = new RevokedCertificate({
        userCertificate: certificate.certificate.serialNumber,
        revocationDate: timeOf(at ?? '2025-11-11T00:00:00Z'),
      })
      if (reason !== undefined) {
        const extnValue = new asn1js.Enumerated({ value: reason }).toBER(false)
        entry.crlEntryExtensions = new Extensions({
          extensions: [new Extension({ extnID: '2.5.29.21', extnValue })],
        })
      }
      return entry
    })
  }
  if (wanted.extensions !== undefined)
    list.crlExtensions = new Extensions({ extensions: [...wanted.extensions] })
  await list.sign((wanted.signer ?? wanted.issuer).key, 'SHA-256')
  return Buffer.from(list.toSchema(true).toBER(false))
}

function timeOf(iso: string): Time {
  return new Time({ type: 0, value: new Date(iso) })
}

export interface WantedAnswer {
  readonly certificate: Made
  readonly issuer: Made
  readonly status: 'good' | 'revoked' | 'unknown'
  readonly signer?: Made
  /** Certificates that go with the answer. */
  readonly certs?: readonly Made[]
  readonly from?: string
  readonly until?: string
  readonly nonce?: Buffer
}

export async function makeAnswer(wanted: WantedAnswer): Promise<Buffer> {
  const basic = new BasicOCSPResponse()
  const signer = wanted.signer ?? wanted.issuer
  basic.tbsResponseData.responderID = signer.certificate.subject
  basic.tbsResponseData.producedAt = new Date('2026-01-01T00:00:00Z')
  const certID = new CertID()
  const issuerCertificate = wanted.issuer.certificate
  await certID.createForCertificate(wanted.certificate.certificate, {
    hashAlgorithm: 'SHA-1',
    issuerCertificate,
  })
  const single = new SingleResponse({ certID })
  single.certStatus = statusOf(wanted.status)
  single.thisUpdate = new Date(wanted.from ?? '2025-12-31T00:00:00Z')
  single.nextUpdate = new Date(wanted.until ?? '2026-01-08T00:00:00Z')
  basic.tbsResponseData.responses.push(single)
  if (wanted.nonce !== undefined) {
    const extnValue = new asn1js.OctetString({ valueHex: Uint8Array.from(wanted.nonce).buffer }).toBER(false)
    basic.tbsResponseData.responseExtensions = [new Extension({ extnID: '1.3.6.1.5.5.7.48.1.2', extnValue })]
  }
  if (wanted.certs !== undefined) basic.certs = wanted.certs.map(one => one.certificate)
  await basic.sign(signer.key, 'SHA-256')
  return envelope(0, Buffer.from(basic.toSchema().toBER(false)))
}

/** An answer with a status; without a body for all but success. */
export function envelope(status: number, basic?: Buffer): Buffer {
  const response = new OCSPResponse()
  response.responseStatus = new asn1js.Enumerated({ value: status })
  if (basic !== undefined) {
    response.responseBytes = new ResponseBytes({
      responseType: '1.3.6.1.5.5.7.48.1.1',
      response: new asn1js.OctetString({ valueHex: Uint8Array.from(basic).buffer }),
    })
  }
  return Buffer.from(response.toSchema().toBER(false))
}

function statusOf(status: WantedAnswer['status']) {
  const idBlock = { tagClass: 3, tagNumber: { good: 0, revoked: 1, unknown: 2 }[status] }
  if (status !== 'revoked') return new asn1js.Primitive({ idBlock, lenBlock: { length: 1 } } as never)
  return new asn1js.Constructed({
    idBlock,
    value: [new asn1js.GeneralizedTime({ valueDate: new Date('2025-11-11T00:00:00Z') })],
  } as never)
}

const open: { server: Server; sockets: Set<Socket> }[] = []

afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  }
})

/** The URL of a web server that answers as told. */
export function webServer(listener: RequestListener): Promise<string> {
  return listening(createHttpServer(listener))
}

/** The URL of a server that writes whatever it likes. */
export function rawServer(talk: (socket: Socket) => void): Promise<string> {
  return listening(
    createServer(socket => {
      socket.on('error', () => undefined)
      talk(socket)
      // Who does not read does not see the other side leave.
      socket.resume()
    }),
  )
}

async function listening(server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  open.push({ server, sockets })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** Connections that servers still hold. */
export function connectionsLeft(): number {
  return open.reduce((sum, { sockets }) => sum + sockets.size, 0)
}
