// Real name servers on loopback: unbound and dnsmasq, each with the settings of one failure.
import type { DnsServer } from '../../src/model/probe/dns.ts'
import { type LoggedDaemon, onFreePort, startLogged } from './logged-daemon.ts'
import { ownFolder } from './probe-http-daemon.ts'

export interface NameServer extends Required<DnsServer>, AsyncDisposable {
  log(): string
}

/** Lines of the server clause, and of clauses of their own (`auth-zone:`, `forward-zone:`). */
export interface UnboundSettings {
  readonly server?: readonly string[]
  readonly clauses?: readonly string[]
  /** Zone files by name; `@FILE@name@` in a setting stands for the path. */
  readonly files?: Readonly<Record<string, string>>
  readonly address?: string
}

/** It recurses nowhere but where it is told to: to loopback. */
export async function startUnbound(path: string, settings: UnboundSettings = {}): Promise<NameServer> {
  const { server = [], clauses = [], files = {}, address = '127.0.0.1' } = settings
  return onFreePort(async port => {
    const { dir, remove } = ownFolder(files)
    const config = [
      'server:',
      'directory: ""',
      'chroot: ""',
      'username: ""',
      'pidfile: ""',
      'use-syslog: no',
      'logfile: ""',
      'verbosity: 1',
      'do-daemonize: no',
      'num-threads: 1',
      `interface: ${address}@${port}`,
      'do-not-query-localhost: no',
      ...(server.some(line => line.startsWith('module-config')) ? [] : ['module-config: "iterator"']),
      ...(server.some(line => line.startsWith('access-control'))
        ? []
        : ['access-control: 127.0.0.0/8 allow']),
      ...server,
      'remote-control:',
      'control-enable: no',
      ...clauses,
    ].join('\n')
    const own = ownFolder({ 'unbound.conf': `${config.replace(/@FILE@([a-z.]+)@/g, `${dir}/$1`)}\n` })
    const removeAll = (): void => {
      remove()
      own.remove()
    }
    const daemon = await startLogged(path, ['-d', '-c', `${own.dir}/unbound.conf`], 'start of service').catch(
      (error: unknown) => {
        removeAll()
        throw error
      },
    )
    return nameServer(daemon, address, port, removeAll)
  }, address)
}

/** A zone served as its own, nothing else. */
export function zone(name: string, records: readonly string[]): UnboundSettings {
  const text = [`${name}. 60 IN SOA ns.${name}. admin.${name}. 1 3600 600 86400 60`, ...records].join('\n')
  return {
    files: { zone: `${text}\n` },
    clauses: [
      'auth-zone:',
      `name: "${name}."`,
      'zonefile: "@FILE@zone@"',
      'for-downstream: yes',
      'for-upstream: yes',
      'fallback-enabled: no',
    ],
  }
}

/** Without a name server of its own to ask, unless an option names one. */
export async function startDnsmasq(path: string, options: readonly string[]): Promise<NameServer> {
  return onFreePort(async port => {
    const daemon = await startLogged(
      path,
      [
        '--keep-in-foreground',
        '--log-facility=-',
        '--conf-file=/dev/null',
        '--pid-file=',
        '--no-resolv',
        '--no-hosts',
        `--user=${process.getuid?.() === 0 ? 'root' : ''}`,
        '--listen-address=127.0.0.1',
        '--bind-interfaces',
        `--port=${port}`,
        ...options,
      ].filter(option => option !== '--user='),
      'started, version',
    )
    return nameServer(daemon, '127.0.0.1', port, () => {})
  })
}

function nameServer(daemon: LoggedDaemon, address: string, port: number, remove: () => void): NameServer {
  return {
    address,
    port,
    log: daemon.log,
    [Symbol.asyncDispose]: async () => {
      await daemon[Symbol.asyncDispose]()
      remove()
    },
  }
}
