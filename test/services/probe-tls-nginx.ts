// nginx with certificates of an openssl authority: a TLS server of each kind on a port of its own, and a web server for lists.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Issued } from './ca.ts'
import { freePorts, startDaemon } from './probe-http-daemon.ts'

export interface TlsServer {
  readonly issued: Issued
  /** Serve `chain` (default) or the certificate alone. */
  readonly alone?: boolean
  readonly protocols?: string
  readonly ciphers?: string
}

export interface Web {
  readonly port: (name: string) => number
  readonly stop: () => Promise<void>
}

/** The port of the lists is asked for first, since certificates name it. */
export async function listsPort(): Promise<number> {
  return (await freePorts(1))[0] ?? 0
}

/** `files` are served at http://127.0.0.1:PORT/NAME; a name that ends in .html is a page. */
export async function startTlsNginx(
  path: string,
  dir: string,
  servers: Readonly<Record<string, TlsServer>>,
  lists: { readonly port: number; readonly files: Readonly<Record<string, Buffer | string>> },
): Promise<Web> {
  const names = Object.keys(servers)
  const ports = await freePorts(names.length)
  const www = join(dir, 'www')
  mkdirSync(www, { recursive: true })
  for (const [name, body] of Object.entries(lists.files)) writeFileSync(join(www, name), body)
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    kind => `${kind}_temp_path ${join(dir, kind)};`,
  )
  const config = join(dir, 'nginx.conf')
  writeFileSync(
    config,
    `daemon off; master_process off; pid ${join(dir, 'pid')}; error_log stderr error;
     events {}
     http {
       access_log off; ${temp.join(' ')}
       types { text/html html page; application/pkix-crl crl; }
       server {
         listen 127.0.0.1:${lists.port}; root ${www};
         location = /moved.crl { return 302 /fresh.crl; }
         location = /away.crl { return 302 http://elsewhere.example.test/fresh.crl; }
         location = /forbidden.crl { return 403; }
       }
       ${names.map((name, index) => serverBlock(servers[name], ports[index] ?? 0)).join('\n')}
     }`,
  )
  const daemon = await startDaemon(path, ['-p', dir, '-e', 'stderr', '-c', config], [...ports, lists.port])
  return { port: name => ports[names.indexOf(name)] ?? 0, stop: daemon.stop }
}

function serverBlock(server: TlsServer | undefined, port: number): string {
  if (server === undefined) return ''
  const { issued, alone, protocols = 'TLSv1.2 TLSv1.3', ciphers } = server
  return `server {
    listen 127.0.0.1:${port} ssl;
    ssl_protocols ${protocols};
    ${ciphers === undefined ? '' : `ssl_ciphers ${ciphers};`}
    ssl_certificate ${alone === true ? issued.cert : issued.chain}; ssl_certificate_key ${issued.key};
    return 200 "";
  }`
}
