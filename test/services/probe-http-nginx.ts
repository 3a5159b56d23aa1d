// nginx as licensing servers of several kinds, each on a port of its own: right, misplaced, redirecting, captured, TLS.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { freePorts, ownFolder, startDaemon } from './probe-http-daemon.ts'

const SERVERS = {
  /** Every endpoint at its exact path; anything else is a 404. */
  right: `
    location = /its/service/oddce/services/DDCEService { default_type text/xml; return 500 '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault/></soapenv:Body></soapenv:Envelope>'; }
    location = /Transportgateway/services/DeviceRequestHandler { add_header Allow POST always; return 405; }
    location = /SmartTransport { default_type application/json; return 400 '{"error":"empty"}'; }
    location ~ ^/cslu/v1/pi(/[^/]+)?$ { default_type application/json; return 200 '{}'; }
    location = /licservice/license { return 400; }`,
  axis: `
    location = /its/service/oddce/services/DDCEService { default_type text/html; return 200 '<h1>DDCEService</h1><p>Hi there, this is an AXIS service!</p>'; }`,
  /** One answer for everything. */
  catchAll: `location / { default_type application/json; return 200 '{}'; }`,
  toHttps: 'return 301 https://$host$request_uri;',
  portal: 'return 302 http://portal.example.org/login?from=$host;',
  elsewhere: 'return 302 http://www.example.org/;',
  page: `location / { default_type text/html; return 200 '<html><head><title>Guest network</title></head></html>'; }`,
  unauthorized: 'return 401;',
  forbidden: 'return 403;',
  proxyAuth: 'return 407;',
  networkLogin: 'return 511;',
  down: 'return 503;',
  closing: 'return 444;',
} as const
type ServerName = keyof typeof SERVERS

export interface Nginx {
  readonly port: Readonly<Record<ServerName | 'tls', number>>
  readonly stop: () => Promise<void>
}

export async function startNginx(path: string): Promise<Nginx> {
  const names = [...(Object.keys(SERVERS) as ServerName[]), 'tls'] as const
  const ports = await freePorts(names.length)
  const port = Object.fromEntries(names.map((name, at) => [name, ports[at] ?? 0])) as Nginx['port']
  const { dir, remove } = ownFolder({})
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=ssm.example.test',
    '-keyout', join(dir, 'key.pem'), '-out', join(dir, 'cert.pem'),
  ], { stdio: 'ignore' }) // biome-ignore format: one command
  const plain = (Object.keys(SERVERS) as ServerName[]).map(
    name => `server { listen 127.0.0.1:${port[name]}; ${SERVERS[name]} }`,
  )
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    kind => `${kind}_temp_path ${join(dir, kind)};`,
  )
  const { dir: configDir, remove: removeConfig } = ownFolder({
    'nginx.conf': `
      daemon off; master_process off; pid ${join(dir, 'pid')}; error_log stderr error;
      events {}
      http {
        access_log off; ${temp.join(' ')}
        ${plain.join('\n')}
        server {
          listen 127.0.0.1:${port.tls} ssl;
          ssl_certificate ${join(dir, 'cert.pem')}; ssl_certificate_key ${join(dir, 'key.pem')};
          ${SERVERS.right}
        }
      }`,
  })
  const config = join(configDir, 'nginx.conf')
  const daemon = await startDaemon(path, ['-p', dir, '-e', 'stderr', '-c', config], ports)
  return {
    port,
    stop: async () => {
      await daemon.stop()
      remove()
      removeConfig()
    },
  }
}
