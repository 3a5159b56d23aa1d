// A connection by way of a program, as OpenSSH's ProxyCommand. It comes from the person's own SSH configuration.
import { spawn } from 'node:child_process'
import { Duplex } from 'node:stream'

interface Tokens {
  readonly host: string
  readonly port: number
  readonly username: string
}

/** Names that may stand in a shell line as they are; everything else is left out of it. */
const SAFE = /^[A-Za-z0-9._:%@-]+$/

/** The program's standard output and input as one stream; it ends with the stream. */
export function openProxyCommand(command: string, tokens: Tokens): Duplex {
  const child = spawn(filledIn(command, tokens), { shell: true, stdio: ['pipe', 'pipe', 'ignore'] })
  const stream = Duplex.from({ writable: child.stdin, readable: child.stdout })
  child.on('error', error => stream.destroy(error))
  child.stdin.on('error', () => undefined)
  stream.on('close', () => child.kill())
  return stream
}

/** `%h`, `%p`, `%r` and `%%`. */
function filledIn(command: string, { host, port, username }: Tokens): string {
  const values: Readonly<Record<string, string>> = { h: host, p: String(port), r: username, n: host }
  return command.replace(/%(.)/g, (whole, letter: string) => {
    if (letter === '%') return '%'
    const value = values[letter]
    return value === undefined ? whole : SAFE.test(value) ? value : ''
  })
}
