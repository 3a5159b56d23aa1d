// What sshd's ForceCommand runs: a lab device's command line on the terminal sshd opened.
// The terminal is in raw mode and without echo already: the lab's terminal echoes by itself, as a device does.
// Arguments: the bundled terminal of the lab, and a JSON file {device, started, received, served}.
import { createHash } from 'node:crypto'
import { appendFileSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [bundle = '', file = ''] = process.argv.slice(2)
const { FaultPlan, Machine, Terminal } = await import(pathToFileURL(bundle).href)
const { device, started, received, served } = JSON.parse(readFileSync(file, 'utf8'))

const exec = process.env.SSH_ORIGINAL_COMMAND
const over = new AbortController()
let waiting = ''
const send = bytes => process.stdout.write(bytes)
const flush = () => {
  if (waiting !== '') send(waiting)
  waiting = ''
}
// Its end closes the session; a reset needs the socket, which sshd has.
const cut = () => process.exit(1)
const terminal = new Terminal({
  machine: new Machine(device, new Date(started), Date.now),
  wire: {
    write: text => {
      waiting += text
    },
    flush,
    send: bytes => {
      flush()
      send(bytes)
    },
    cut,
    reset: cut,
    signal: over.signal,
  },
  faults: new FaultPlan(device.faults),
  rows: exec === undefined ? (process.stdout.rows ?? 24) : 0,
  onCommand: line => appendFileSync(received, `${line}\n`),
  onServed: ({ command, bytes, whole }) => {
    const text = bytes.toString('latin1').replaceAll('\r\n', '\n')
    const sha256 = createHash('sha256').update(text, 'latin1').digest('hex')
    appendFileSync(served, `${JSON.stringify({ command, whole, length: text.length, sha256 })}\n`)
  },
})

// IOS runs a command given by exec and closes the connection, not only the channel.
if (exec !== undefined) {
  appendFileSync(received, `exec: ${exec}\n`)
  await terminal.execute(exec)
  terminal.wire.flush()
  const sshd = process.ppid
  process.stdout.write('', () => process.kill(sshd))
  while (process.ppid === sshd) await new Promise(resolve => setTimeout(resolve, 20))
  process.exit(0)
}

process.stdin.setEncoding('latin1')
process.stdin.on('data', text => terminal.type(text))
process.stdin.on('end', () => over.abort())
await terminal.run()
process.exit(0)
