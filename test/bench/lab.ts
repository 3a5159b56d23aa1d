// The lab in a process of its own, so that its work is not counted. Talks to its parent over IPC.
// Arguments: device id, how many of it, commands as JSON, megabytes of the long answer.
import { answer } from '../../src/lab/answer.ts'
import { startLab } from '../../src/lab/server.ts'

/** Gets the long answer. */
const LONG = 'show tech-support license'

const [id = '', count = '1', commands = '[]', megabytes = '0'] = process.argv.slice(2)
const lab = await startLab({ devices: Array.from({ length: Number(count) }, () => id) })
const [first] = lab.devices
if (first === undefined || process.send === undefined) throw new Error('started without a parent')
if (megabytes !== '0') {
  const { answers, unsupported } = first.device
  first.machine.setAnswers({ ...answers, [LONG]: longText(Number(megabytes) * 1e6) }, unsupported)
}

/** Messages: `received` asks which command lines the first device got. */
process.on('message', () => process.send?.({ received: first.received }))
process.on('disconnect', () => void lab.close())
process.send({
  ports: lab.devices.map(device => device.port),
  knownHosts: lab.knownHosts,
  host: first.host,
  hostname: first.hostname,
  username: first.username,
  password: first.password,
  sizes: Object.fromEntries((JSON.parse(commands) as string[]).map(command => [command, sizeOf(command)])),
})

/** What tells a whole answer from a part: its lines with something on them, and its characters. */
function sizeOf(command: string): { lines: number; length: number } {
  const given = first === undefined ? undefined : answer(first.machine.view, command)
  if (given?.kind !== 'text') throw new Error(`the lab device does not answer ${command}`)
  const { text } = given
  return { lines: text.split('\n').filter(line => line.trim() !== '').length, length: text.length }
}

function longText(bytes: number): string {
  const line = (at: number): string =>
    `  event ${String(at).padStart(7, '0')}: agent state unchanged, no message sent\n`
  return Array.from({ length: Math.floor(bytes / line(0).length) }, (_, at) => line(at)).join('')
}
