// What sshd's ForceCommand runs: a lab device's command line on the terminal sshd opened.
// Arguments: the bundled terminal of the lab, and a JSON file {device, started, received}.
import { appendFileSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [bundle = '', file = ''] = process.argv.slice(2)
const { FaultPlan, Machine, Terminal } = await import(pathToFileURL(bundle).href)
const { device, started, received } = JSON.parse(readFileSync(file, 'utf8'))

const exec = process.env.SSH_ORIGINAL_COMMAND
const over = new AbortController()
let waiting = ''
const terminal = new Terminal({
  machine: new Machine(device, new Date(started), Date.now),
  wire: {
    // Node's raw mode still turns LF into CR LF on the way out.
    write: text => {
      waiting += text.replaceAll('\r\n', '\n')
    },
    flush: () => {
      if (waiting !== '') process.stdout.write(waiting)
      waiting = ''
    },
    cut: () => process.exit(1),
    signal: over.signal,
  },
  faults: new FaultPlan(device.faults),
  rows: exec === undefined ? (process.stdout.rows ?? 24) : 0,
  onCommand: line => appendFileSync(received, `${line}\n`),
})

// IOS runs a command given by exec and closes the connection, not only the channel.
if (exec !== undefined) {
  appendFileSync(received, `exec: ${exec}\n`)
  await terminal.execute(exec)
  terminal.wire.flush()
  process.stdout.write('', () => process.kill(process.ppid))
  await new Promise(resolve => setTimeout(resolve, 5_000))
}

// The lab's terminal echoes by itself, as a device does.
process.stdin.setRawMode?.(true)
process.stdin.setEncoding('latin1')
process.stdin.on('data', text => terminal.type(text))
process.stdin.on('end', () => over.abort())
await terminal.run()
process.exit(0)
