// A device that closes the connection after one command by exec, as IOS does: a shell reads it whole.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { expect, test } from 'vitest'
import { services } from './available.ts'
import { check, QUICK } from './cli.ts'
import { makeKey } from './keys.ts'
import { startSshd } from './sshd.ts'
import { count, expectRead } from './verify.ts'

/**
 * Output of one command by exec; undefined when the server takes no more. A channel need not say that it closed when its
 * connection does, and the connection may have been closed before the command.
 */
function exec(client: ssh2.Client, closed: Promise<void>, command: string): Promise<string | undefined> {
  return new Promise(resolve => {
    let text: string | undefined
    void closed.then(() => resolve(text))
    try {
      client.exec(command, (error, channel) => {
        if (error !== undefined) return resolve(undefined)
        text = ''
        channel.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        channel.on('close', () => resolve(text))
      })
    } catch {
      resolve(undefined)
    }
  })
}

services('a device that ends the connection after one exec', () => {
  test('T1 T2 every command goes through one shell on one connection', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
    const key = makeKey(dir, 'user')
    const server = await startSshd({ device: 'nx-classic-direct', authorized: [key.public] })
    try {
      const client = new ssh2.Client()
      client.on('error', () => undefined)
      // A command sent while the server leaves may get no answer at all, not even an end.
      const patience = setTimeout(() => client.destroy(), 5_000)
      const closed = new Promise<void>(resolve => {
        client.once('end', () => resolve())
        client.once('close', () => resolve())
      }).finally(() => clearTimeout(patience))
      const ready = new Promise(resolve => client.once('ready', () => resolve(undefined)))
      client.connect({
        host: server.address,
        port: server.port,
        username: server.user,
        privateKey: readFileSync(key.file),
      })
      await ready
      // How much of the answer is on its way when the connection ends is chance.
      expect(await exec(client, closed, 'show version')).toBeDefined()
      expect(await exec(client, closed, 'show clock')).toBeUndefined()
      expect(server.received()).toEqual(['exec: show version'])

      const before = server.log().length
      const result = await check(server, { args: ['--identity', key.file, ...QUICK] })
      expectRead(result)
      const typed = server.received().slice(1)
      expect(typed.length).toBeGreaterThan(8)
      expect(typed.filter(line => line.startsWith('exec: '))).toEqual([])
      const said = server.log().slice(before)
      expect([count(said, /Connection from/), count(said, /Starting session/)]).toEqual([1, 1])
    } finally {
      await server.stop()
      rmSync(dir, { recursive: true, force: true })
    }
  })
})
