// The lab in a process of its own, so that its work is not counted. Talks to its parent over IPC.
import { startLab } from '../../src/lab/server.ts'

const [id = '', count = '1'] = process.argv.slice(2)
const lab = await startLab({ devices: Array.from({ length: Number(count) }, () => id) })
const [first] = lab.devices
if (first === undefined || process.send === undefined) throw new Error('started without a parent')

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
})
