// A connection by way of a program, as OpenSSH's ProxyCommand. It comes from the person's own SSH configuration.
import { type ChildProcess, spawn } from 'node:child_process'
import { Duplex } from 'node:stream'
import { quote } from './clean.ts'
import { SessionError } from './errors.ts'

interface Tokens {
  readonly host: string
  readonly port: number
  readonly username: string
}

/** Names that may stand in a shell line as they are; everything else is left out of it. */
const SAFE = /^[A-Za-z0-9._:%@-]+$/
/** What is kept of the program's complaints. */
const COMPLAINT_CHARS = 2_000
/** The program is gone; its last words may still be on the way. */
const LAST_WORDS_MS = 50

/**
 * The program's standard output and input as one stream; the program is ended with it. One that ends without a word of
 * SSH fails the stream with a SessionError that tells its own words.
 */
export function openProxyCommand(command: string, tokens: Tokens): Duplex {
  const child = spawn(filledIn(command, tokens), { shell: true, stdio: ['pipe', 'pipe', 'pipe'] })
  const { stdin, stdout, stderr } = child
  let complaint = ''
  let spoke = false
  const stream = new Duplex({
    read: () => {
      stdout.resume()
    },
    // A program that no longer listens is noticed by the end of its output.
    write: (chunk, _encoding, done) => {
      stdin.write(chunk, () => done())
    },
    final: done => {
      stdin.end(() => done())
    },
    destroy: (error, done) => {
      child.kill()
      done(error)
    },
  })
  stdin.on('error', () => undefined)
  stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-COMPLAINT_CHARS)
  })
  stdout.on('data', (chunk: Buffer) => {
    spoke = true
    if (!stream.push(chunk)) stdout.pause()
  })
  whenOver(child, why => {
    if (spoke) stream.push(null)
    else stream.destroy(failed(why, complaint))
  })
  return stream
}

/** Calls once with how the program ended. A child of the program's own may keep its error output open for ever. */
function whenOver(child: ChildProcess, over: (why: string) => void): void {
  let why: string | undefined
  let silent = false
  const check = (): void => {
    if (silent && why !== undefined) setTimeout(over, LAST_WORDS_MS, why)
  }
  child.once('exit', (code, signal) => {
    why = code === null ? `was ended by ${signal}` : `ended with exit code ${code}`
    check()
  })
  child.once('error', error => {
    silent = true
    why ??= `could not be started (${error.message})`
    check()
  })
  child.stdout?.once('close', () => {
    silent = true
    check()
  })
}

function failed(why: string, complaint: string): SessionError {
  const words = complaint.trim().split('\n').at(-1) ?? ''
  const said = words === '' ? '' : `, saying ${quote(words)}`
  return new SessionError(
    'proxy-failed',
    `the ProxyCommand of the SSH configuration ${why} before the device spoke${said}; run it by hand, or use --no-ssh-config`,
  )
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
