// Nothing is said on the line that a device might not answer.
import type { AddressInfo } from 'node:net'
import ssh2 from 'ssh2'
import { expect, test } from 'vitest'
import { openConnection } from '../../src/session/connect.ts'
import { FAST, HOST, KEY, PASSWORD, TRUSTING, USER } from './scripted-device.ts'

test('T10 an idle session sends no keepalive of SSH: equipment that never answers one would be given up', async () => {
  const asked: string[] = []
  const server = new ssh2.Server({ hostKeys: [KEY.private] }, client => {
    client.on('error', () => undefined)
    client.on('authentication', context => context.accept())
    client.on('request', (_accept, _reject, name) => asked.push(name))
    client.on('session', accept => {
      const session = accept()
      session.on('pty', acceptPty => acceptPty?.())
      session.on('shell', acceptShell => acceptShell())
    })
  })
  await new Promise<void>(resolve => server.listen(0, HOST, resolve))
  try {
    const { port } = server.address() as AddressInfo
    const connection = await openConnection(
      { host: HOST, port, credentials: { username: USER, password: PASSWORD } },
      { hostKeys: TRUSTING, legacyCrypto: false, limits: FAST },
    )
    await new Promise(resolve => setTimeout(resolve, 1_500))
    expect(asked).toEqual([])
    connection.end()
  } finally {
    await new Promise(resolve => server.close(resolve))
  }
})

test('T10 the TCP connection itself is kept alive by the operating system', async () => {
  const { createServer } = await import('node:net')
  const { openSocket } = await import('../../src/session/socket.ts')
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, HOST, resolve))
  try {
    const socket = await openSocket(HOST, (server.address() as AddressInfo).port, { limits: FAST })
    const { readFileSync, existsSync } = await import('node:fs')
    // Linux shows the timer of a kept connection as 02 in its table of sockets.
    if (existsSync('/proc/net/tcp')) {
      const local = (socket.localPort ?? 0).toString(16).toUpperCase().padStart(4, '0')
      const row = readFileSync('/proc/net/tcp', 'utf8')
        .split('\n')
        .map(line => line.trim().split(/\s+/))
        .find(words => words[1]?.endsWith(`:${local}`) === true)
      expect(row?.[5]?.slice(0, 2)).toBe('02')
    } else expect(socket.destroyed).toBe(false)
    socket.destroy()
  } finally {
    await new Promise(resolve => server.close(resolve))
  }
})
