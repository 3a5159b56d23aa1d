// A telnet connection that stays open until the person leaves it or the server has had enough.
import type { Terminal } from './terminal.ts'

/** A server that waits for TLS hangs up on a silent client; real ones take longer. */
const SERVER_PATIENCE_MS = 2_000

/** Everything from the line that says it is open to the last one before the prompt. */
export async function hold(terminal: Terminal, host: string): Promise<string> {
  switch (terminal.persona.platform) {
    case 'nx-os':
      return await holdUnix(terminal, host)
    case 'ios-xr':
      return await holdUntil(terminal, 'q', `Connected to ${host}.\nEscape sequence is '^^q'.\n`, '')
    default:
      return await holdIos(terminal, host, 'Open\n')
  }
}

/** Ctrl-^ x leaves the connection open; an empty line at the prompt takes it up again. */
async function holdIos(terminal: Terminal, host: string, greeting: string): Promise<string> {
  const text = await holdUntil(terminal, 'x', greeting, `\n[Connection to ${host} closed by foreign host]\n`)
  if (text !== '') return text
  terminal.suspended = {
    resume: () => holdIos(terminal, host, `[Resuming connection 1 to ${host} ... ]\n`),
    close: async () => {
      await terminal.ask(`Closing connection to ${host} [confirm]`)
      terminal.suspended = undefined
      return ''
    },
  }
  return '\n'
}

/** '' when it was left with Ctrl-^ and `letter`, else what is said when the server hangs up. */
async function holdUntil(terminal: Terminal, letter: string, greeting: string, end: string): Promise<string> {
  terminal.write(greeting)
  let escaped = false
  for (;;) {
    const key = await terminal.keyWithin(SERVER_PATIENCE_MS)
    // A key is no TLS hello: the server hangs up on it as well.
    if (key === undefined || (key !== '\x1e' && !escaped)) {
      terminal.suspended = undefined
      return end === '' ? 'Connection closed by foreign host.\n' : end
    }
    if (escaped && key === letter) return ''
    escaped = key === '\x1e'
  }
}

async function holdUnix(terminal: Terminal, host: string): Promise<string> {
  terminal.write(`Connected to ${host}.\nEscape character is '^]'.\n`)
  if ((await terminal.keyWithin(SERVER_PATIENCE_MS)) !== '\x1d') return 'Connection closed by foreign host.\n'
  const typed = (await terminal.ask('\ntelnet> ')).trim()
  return typed === 'quit' || typed === 'close'
    ? 'Connection closed.\n'
    : 'Connection closed by foreign host.\n'
}
