// Lines to syslog: by the program logger to the local socket (Node knows no datagram sockets of the file system), or as
// RFC 5424 datagrams to a server.
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { hostname } from 'node:os'
import { FACILITY, type SyslogLine } from './lines.ts'

export type SyslogTarget =
  | { readonly kind: 'local'; readonly socket?: string }
  | { readonly kind: 'udp'; readonly host: string; readonly port: number }

const TAG = 'smartlic'
const LOGGER_MS = 15_000

/**
 * `local`, the full path of a socket, or HOST[:PORT].
 * @throws Error when it is none of them
 */
export function syslogTarget(word: string): SyslogTarget {
  if (word === 'local') return { kind: 'local' }
  if (word.startsWith('/')) return { kind: 'local', socket: word }
  const [, bracketed, plain, port = '514'] =
    /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9][A-Za-z0-9._-]{0,252}))(?::(\d{1,5}))?$/.exec(word) ?? []
  const host = bracketed ?? plain
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535)
    throw new Error(
      `--syslog ${JSON.stringify(word)} is no target: write local, /path/of/a/socket or HOST[:PORT]`,
    )
  return { kind: 'udp', host, port: Number(port) }
}

/** @throws Error with a sentence when the lines could not be handed over */
export async function sendSyslog(target: SyslogTarget, lines: readonly SyslogLine[]): Promise<void> {
  if (target.kind === 'local') await byLogger(target.socket, lines)
  else await byDatagram(target, lines)
}

/** One process for all lines; each says its priority in front. */
function byLogger(socket: string | undefined, lines: readonly SyslogLine[]): Promise<void> {
  const own = socket === undefined ? [] : ['--socket', socket]
  const args = ['--tag', TAG, '--id', '--prio-prefix', '--socket-errors=on', '--size', '1024', ...own]
  const input = lines.map(({ severity, text }) => `<${FACILITY * 8 + severity}>${text}\n`).join('')
  return new Promise((resolve, reject) => {
    const child = spawn('logger', args, { stdio: ['pipe', 'ignore', 'pipe'], timeout: LOGGER_MS })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(0, 500)
    })
    // Ended before it read all: its exit code tells.
    child.stdin.on('error', () => undefined)
    child.on('error', error =>
      reject(
        (error as NodeJS.ErrnoException).code === 'ENOENT'
          ? new Error(
              'syslog: the program logger is not installed (Debian: bsdutils); install it, or send to a server with --syslog HOST',
            )
          : new Error(`syslog: logger cannot be run (${(error as NodeJS.ErrnoException).code})`),
      ),
    )
    child.on('close', code => {
      if (code === 0) resolve()
      else
        reject(
          new Error(
            `syslog: logger could not hand over the lines (${said.trim().replace(/\s+/g, ' ') || `exit code ${code}`}); check that a syslog daemon listens on ${socket ?? '/dev/log'}`,
          ),
        )
    })
    child.stdin.end(input)
  })
}

async function byDatagram(
  { host, port }: { readonly host: string; readonly port: number },
  lines: readonly SyslogLine[],
): Promise<void> {
  const address = await lookup(host).catch(error => {
    throw new Error(`syslog: ${host} cannot be looked up (${(error as NodeJS.ErrnoException).code})`)
  })
  const socket = createSocket(address.family === 6 ? 'udp6' : 'udp4')
  try {
    for (const line of lines) {
      const message = Buffer.from(rfc5424(line, new Date(), hostname(), process.pid))
      await new Promise<void>((resolve, reject) => {
        socket.on('error', reject)
        socket.send(message, port, address.address, error => (error ? reject(error) : resolve()))
      })
    }
  } catch (error) {
    throw new Error(
      `syslog: nothing can be sent to ${host} port ${port} (${(error as NodeJS.ErrnoException).code})`,
    )
  } finally {
    socket.close()
  }
}

/** `<PRI>1 TIME HOST APP PID MSGID SD BOM MSG`. */
export function rfc5424({ severity, text }: SyslogLine, at: Date, host: string, pid: number): string {
  const name = host.replace(/[^!-~]/g, '').slice(0, 255) || '-'
  return `<${FACILITY * 8 + severity}>1 ${at.toISOString()} ${name} ${TAG} ${pid} - - \ufeff${text}`
}
