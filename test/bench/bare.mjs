// The yardstick: ssh2 alone, a shell, the commands one after the other, each answer kept as text.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import ssh2 from 'ssh2'

const job = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const prompt = `${job.hostname}# `
const waiting = [...job.ports]
const problems = []

async function worker() {
  for (let port = waiting.pop(); port !== undefined; port = waiting.pop())
    await visit(port).catch(error => problems.push(error.message))
}

function visit(port) {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client()
    client.on('error', reject)
    client.on('close', resolve)
    client.on('ready', () => {
      client.shell({ term: 'vt100', cols: 511, rows: 511 }, (error, channel) => {
        if (error) return reject(error)
        const commands = ['terminal length 0', 'terminal width 511', ...job.commands]
        const answers = []
        let chunks = []
        let tail = ''
        channel.on('data', data => {
          chunks.push(data)
          tail = (tail + data.toString('latin1', Math.max(0, data.length - 100))).slice(-100)
          if (!tail.endsWith(prompt)) return
          answers.push(Buffer.concat(chunks).toString())
          chunks = []
          tail = ''
          const next = commands.shift()
          if (next === undefined) client.end()
          else channel.write(`${next}\r`)
        })
      })
    })
    const { host, username, password } = job
    // Without this every command waits 40 ms for a late acknowledgement.
    const sock = connect({ host, port, noDelay: true })
    sock.on('error', reject)
    client.connect({ sock, username, password })
  })
}

const start = performance.now()
await Promise.all(Array.from({ length: job.atOnce }, worker))
console.log(JSON.stringify({ workSeconds: (performance.now() - start) / 1e3, problems }))
