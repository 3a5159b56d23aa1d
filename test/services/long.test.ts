// Long answers and long silences over OpenSSH: whole to the last byte, through new keys, keepalives and small windows.
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PlannedCommand } from '../../src/model/plan.ts'
import { collectDevice } from '../../src/session/device.ts'
import { services } from './available.ts'
import { check, QUICK } from './cli.ts'
import { type KeyPair, makeKey } from './keys.ts'
import { type Sshd, type SshdOptions, startSshd } from './sshd.ts'
import { expectRead } from './verify.ts'

const planned = (command: string): PlannedCommand => ({
  command,
  serves: [],
  mission: false,
  alternatives: [],
  fallback: [],
  limits: 'show',
})

services('long answers and silences', () => {
  let dir: string
  let key: KeyPair
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'smartlic-long-'))
    key = makeKey(dir, 'user')
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  async function withServer(options: SshdOptions, body: (server: Sshd) => Promise<void>): Promise<void> {
    const server = await startSshd({ device: 'nx-classic-direct', authorized: [key.public], ...options })
    try {
      await body(server)
    } finally {
      await server.stop()
    }
  }

  test('T23 T33 T42 20 MB with new keys every megabyte: every byte that was served', async () => {
    const long = 'show license all'
    const faults = { [long]: { sizeBytes: 20_000_000 } }
    await withServer({ faults, config: ['RekeyLimit 1M'] }, async server => {
      const file = join(dir, 'known_hosts')
      writeFileSync(file, server.knownHosts)
      const commands = ['show version', long, 'show clock']
      const set = await collectDevice(
        {
          name: 'leaf',
          host: server.address,
          port: server.port,
          platform: 'nx-os',
          credentials: { username: server.user, key: { data: readFileSync(key.file) } },
        },
        () => commands.map(planned),
        { hostKeys: { mode: 'strict', file } },
      )
      expect(set.problem).toBeUndefined()
      expect(set.captures.map(({ command, status }) => [command, status])).toEqual(
        commands.map(command => [command, 'ok']),
      )
      for (const { command, text } of set.captures) {
        const served = server.served().find(one => one.command === command)
        expect([command, text.length]).toEqual([command, served?.length])
        expect(createHash('sha256').update(text, 'latin1').digest('hex')).toBe(served?.sha256)
      }
      expect(set.captures[1]?.text.length).toBeGreaterThan(19_000_000)
    })
  })

  test('T10 T34 the server asks whether anybody is there while a command is silent: it is answered', async () => {
    const faults = { 'show license all': { delayMs: 5_000 } }
    await withServer({ faults, config: ['ClientAliveInterval 1', 'ClientAliveCountMax 2'] }, async server => {
      expectRead(await check(server, { args: ['--identity', key.file, ...QUICK] }))
    })
  })
})
