// The world around a licensing device, on loopback: real name servers, proxies, web servers with certificates, time servers,
// each kind of fault on a port of its own, and the port map that leads a probe there.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Authority } from './ca.ts'
import { type NameServer, startDnsmasq, startUnbound } from './name-servers.ts'
import { type Daemon, freePorts, ownFolder, startDaemon } from './probe-http-daemon.ts'
import { type ProxyServer, startTinyproxy } from './probe-proxy-servers.ts'
import { type RealTimeServer, startChrony } from './time-servers.ts'

export interface Tools {
  readonly dnsmasq: string
  readonly unbound: string
  readonly nginx: string
  readonly tinyproxy: string
  readonly chronyd: string
}

export const SSM = '198.51.100.7'
export const CLOUD = '198.51.100.8'
export const PROXY = '198.51.100.20'
export const LISTS = '198.51.100.90'
export const DEVICE_DNS = '192.0.2.53'
export const OWN_DNS = '198.51.100.53'
export const NTP = '192.0.2.123'

const ENDPOINTS = `
  location = /Transportgateway/services/DeviceRequestHandler { add_header Allow POST always; return 405; }
  location = /its/service/oddce/services/DDCEService { default_type text/xml; return 500 '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault/></soapenv:Body></soapenv:Envelope>'; }`

/** Web servers by what is wrong with them. */
export const WEB = [
  'good',
  'tool',
  'expired',
  'wrongName',
  'revoked',
  'stale',
  'noList',
  'onlyNew',
  'portal',
] as const
export type WebName = (typeof WEB)[number]
export const DNS = ['good', 'nxdomain', 'servfail', 'refused', 'private', 'six', 'silent'] as const
export type DnsName = (typeof DNS)[number]

export interface World extends AsyncDisposable {
  readonly web: (name: WebName) => number
  readonly dns: (name: DnsName) => number
  readonly lists: number
  readonly closed: number
  readonly proxy: { readonly login: number; readonly denying: number; readonly open: number }
  readonly time: { readonly good: number; readonly unset: number }
  /** Questions the good name server saw. */
  readonly questions: () => number
}

export async function startWorld(tools: Tools): Promise<World> {
  const { dir, remove } = ownFolder({})
  const ports = await freePorts(WEB.length + 2)
  const [lists = 0, closed = 0] = ports.slice(WEB.length)
  const names = await startNameServers(tools)
  const silent = createSocket('udp4')
  silent.bind(0, '127.0.0.1')
  await once(silent, 'listening')
  const nginx = await startWeb(tools.nginx, dir, ports, lists)
  const basic = await startTinyproxy(tools.tinyproxy, ['BasicAuth noc tunnel-7'])
  const denying = await startTinyproxy(tools.tinyproxy, ['ConnectPort 1'])
  const open = await startTinyproxy(tools.tinyproxy, [])
  const good = await startChrony(tools.chronyd)
  const unset = await startChrony(tools.chronyd, { lines: [] })
  return {
    web: name => ports[WEB.indexOf(name)] ?? 0,
    dns: name => (name === 'silent' ? silent.address().port : (names.get(name)?.port ?? 0)),
    lists,
    closed,
    proxy: { login: basic.port, denying: denying.port, open: open.port },
    time: { good: good.port, unset: unset.port },
    questions: () =>
      (
        names
          .get('good')
          ?.log()
          .match(/query\[/g) ?? []
      ).length,
    [Symbol.asyncDispose]: async () => {
      await stopAll([...names.values()], [basic, denying, open], [good, unset], nginx, silent)
      remove()
    },
  }
}

async function stopAll(
  names: readonly NameServer[],
  proxies: readonly ProxyServer[],
  clocks: readonly RealTimeServer[],
  nginx: Daemon,
  silent: Socket,
): Promise<void> {
  for (const one of [...names, ...clocks]) await one[Symbol.asyncDispose]()
  for (const one of proxies) await one.stop()
  await nginx.stop()
  silent.close()
}

async function startNameServers({ dnsmasq, unbound }: Tools): Promise<Map<DnsName, NameServer>> {
  const records = [
    `--host-record=ssm.example.net,${SSM}`,
    `--host-record=tools.cisco.com,${CLOUD}`,
    `--host-record=proxy.example.net,${PROXY}`,
    `--host-record=crl.example.net,${LISTS}`,
  ]
  const local = ['--local=/example.net/', '--local=/cisco.com/']
  const good = await startDnsmasq(dnsmasq, [...records, ...local, '--log-queries'])
  return new Map<DnsName, NameServer>([
    ['good', good],
    ['nxdomain', await startDnsmasq(dnsmasq, local)],
    ['refused', await startDnsmasq(dnsmasq, [])],
    ['private', await startDnsmasq(dnsmasq, ['--host-record=ssm.example.net,10.99.0.9', ...local])],
    ['six', await startDnsmasq(dnsmasq, ['--host-record=ssm.example.net,2001:db8::7', ...local])],
    ['servfail', await validating(unbound, good.port)],
  ])
}

/** It wants signatures of example.net, and there are none. */
function validating(unbound: string, upstream: number): Promise<NameServer> {
  return startUnbound(unbound, {
    server: [
      'module-config: "validator iterator"',
      'trust-anchor: "example.net. DS 31406 8 2 F78CF3344F72137235098ECBBD08947C2C9001C7F6A085A17F518B5D8F6B916D"',
    ],
    clauses: ['forward-zone:', 'name: "."', `forward-addr: 127.0.0.1@${upstream}`],
  })
}

async function startWeb(path: string, dir: string, ports: readonly number[], lists: number): Promise<Daemon> {
  const authority = Authority.root(dir, 'Example Root')
  const at = (name: string) => ({ crl: [`http://crl.example.net/${name}.crl`] })
  const named = { names: ['DNS:ssm.example.net'], subject: '/CN=ssm.example.net' }
  const issued = {
    good: authority.issue('good', { ...named, ...at('fresh') }),
    tool: authority.issue('tool', {
      names: ['DNS:tools.cisco.com'],
      subject: '/CN=tools.cisco.com',
      ...at('fresh'),
    }),
    expired: authority.issue('expired', { ...named, ...at('fresh'), fromDay: -60, untilDay: -2 }),
    wrongName: authority.issue('wrong', {
      names: ['DNS:old.example.net'],
      subject: '/CN=old.example.net',
      ...at('fresh'),
    }),
    revoked: authority.issue('revoked', { ...named, ...at('fresh') }),
    stale: authority.issue('stale', { ...named, ...at('stale') }),
    noList: authority.issue('no-list', { ...named, ...at('missing') }),
    onlyNew: authority.issue('only-new', { ...named, ...at('fresh') }),
    portal: authority.issue('portal', { ...named, ...at('fresh') }),
  }
  authority.revoke(issued.revoked)
  const www = join(dir, 'www')
  mkdirSync(www)
  writeFileSync(join(www, 'fresh.crl'), authority.list())
  writeFileSync(join(www, 'stale.crl'), authority.list({ fromDay: -30, untilDay: -3 }))
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    kind => `${kind}_temp_path ${join(dir, kind)};`,
  )
  const servers = WEB.map((name, index) => {
    const { chain, key } = issued[name]
    // With its root: without it nobody can check who signed a list.
    const whole = `${chain}.whole`
    writeFileSync(whole, `${readFileSync(chain, 'utf8')}${readFileSync(authority.cert, 'utf8')}`)
    const answer = name === 'portal' ? 'return 302 http://portal.example.org/login?from=$host;' : ENDPOINTS
    return `server { listen 127.0.0.1:${ports[index]} ssl; ssl_protocols ${name === 'onlyNew' ? 'TLSv1.3' : 'TLSv1.2 TLSv1.3'};
      ssl_certificate ${whole}; ssl_certificate_key ${key}; ${answer} }`
  })
  const config = join(dir, 'nginx.conf')
  writeFileSync(
    config,
    `daemon off; master_process off; pid ${join(dir, 'pid')}; error_log stderr error; events {}
     http { access_log off; ${temp.join(' ')} server { listen 127.0.0.1:${lists}; root ${www}; } ${servers.join('\n')} }`,
  )
  return startDaemon(path, ['-p', dir, '-e', 'stderr', '-c', config], [...ports.slice(0, WEB.length), lists])
}
