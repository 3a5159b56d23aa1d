// tinyproxy and squid on loopback: open, with a password, refusing, and with a dead proxy behind.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { freePorts, ownFolder, startDaemon } from './probe-http-daemon.ts'

export const USER = 'noc'
export const PASSWORD = 'tunnel-7'

export interface ProxyServer {
  readonly port: number
  readonly stop: () => Promise<void>
}

/** `settings`: lines of its configuration; `FILTER` stands for the path of a file with `filter` in it. */
export async function startTinyproxy(
  path: string,
  settings: readonly string[],
  filter = '',
): Promise<ProxyServer> {
  const [port = 0] = await freePorts(1)
  const { dir, remove } = ownFolder({ filter })
  const lines = [`Port ${port}`, 'Listen 127.0.0.1', 'Timeout 60', ...settings]
  const config = ownFolder({
    'tinyproxy.conf': `${lines.join('\n').replaceAll('FILTER', join(dir, 'filter'))}\n`,
  })
  const daemon = await startDaemon(path, ['-d', '-c', join(config.dir, 'tinyproxy.conf')], [port])
  return {
    port,
    stop: async () => {
      await daemon.stop()
      remove()
      config.remove()
    },
  }
}

export interface Squid {
  /** Each door has its own rule. */
  readonly port: Readonly<Record<'open' | 'password' | 'closed' | 'intercepting', number>>
  readonly stop: () => Promise<void>
}

/** `names`: hosts the proxy knows, all on loopback; its name server is nobody. `ports`: what CONNECT may reach. */
export async function startSquid(
  path: string,
  names: readonly string[],
  ports: readonly number[],
): Promise<Squid> {
  const [open = 0, password = 0, closed = 0, intercepting = 0] = await freePorts(4)
  const hash = execFileSync('openssl', ['passwd', '-apr1', PASSWORD]).toString().trim()
  const { dir, remove } = ownFolder({
    hosts: `${['localhost', ...names].map(name => `127.0.0.1 ${name}`).join('\n')}\n`,
    passwords: `${USER}:${hash}\n`,
  })
  const config = ownFolder({
    'squid.conf': `
http_port 127.0.0.1:${open} name=open
http_port 127.0.0.1:${password} name=password
http_port 127.0.0.1:${closed} name=closed
http_port 127.0.0.1:${intercepting} name=intercepting accel vhost allow-direct
acl open myportname open
acl password myportname password
acl intercepting myportname intercepting
acl reachable port ${ports.join(' ')}
auth_param basic program /usr/lib/squid/basic_ncsa_auth ${join(dir, 'passwords')}
auth_param basic realm Licences, and more
acl known proxy_auth REQUIRED
http_access deny CONNECT !reachable
http_access allow open
http_access allow intercepting
http_access allow password known
http_access deny all
hosts_file ${join(dir, 'hosts')}
dns_nameservers 127.0.0.1
dns_timeout 1 second
dns_retransmit_interval 1 second
connect_timeout 5 seconds
visible_hostname squid.example.test
pid_filename none
access_log none
cache_log /dev/null
cache_store_log none
cache deny all
cache_mem 1 MB
memory_cache_shared off
netdb_filename none
pinger_enable off
coredump_dir none
shutdown_lifetime 0 seconds
`,
  })
  // Two of one name would share their memory.
  const name = `probe${process.pid}p${open}`
  const daemon = await startDaemon(
    path,
    ['-N', '-n', name, '-f', join(config.dir, 'squid.conf')],
    [open, password, closed, intercepting],
  )
  return {
    port: { open, password, closed, intercepting },
    stop: async () => {
      await daemon.stop()
      remove()
      config.remove()
    },
  }
}
