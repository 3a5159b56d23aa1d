// The yardstick: ssh2 alone, a shell, the commands one after the other, nothing kept.
import { readFileSync } from 'node:fs'
import ssh2 from 'ssh2'

const job = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const prompt = `${job.hostname}# `
const waiting = [...job.ports]

async function worker() {
  for (let port = waiting.pop(); port !== undefined; port = waiting.pop()) await visit(port)
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
        let text = ''
        channel.on('data', data => {
          text += data
          if (!text.endsWith(prompt)) return
          text = ''
          const next = commands.shift()
          if (next === undefined) client.end()
          else channel.write(`${next}\r`)
        })
      })
    })
    const { host, username, password } = job
    client.connect({ host, port, username, password })
  })
}

await Promise.all(Array.from({ length: job.atOnce }, worker))
