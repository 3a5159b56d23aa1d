// Connecting in a network of its own: what Linux says of each kind of route, without touching the machine's.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TcpResult } from '../../src/model/probe/tcp.ts'
import { root } from '../scenarios/run.ts'
import { pathOf, withTool } from './available.ts'

const SETUP = [
  'ip link set lo up',
  'ip route add blackhole 192.0.2.1',
  'ip route add prohibit 192.0.2.2',
  'ip route add unreachable 192.0.2.3',
  // A cable whose other end takes every packet and answers none.
  'ip link add quiet type veth peer name nobody && ip link set quiet up && ip link set nobody up',
  'ip -6 addr add 2001:db8:1::1/64 dev quiet nodad',
  'ip -6 neigh add 2001:db8:1::2 lladdr 02:00:00:00:00:02 dev quiet',
].join(' && ')

/** A network namespace needs rights that a container may not give. */
function mayHaveOwnNetwork(): boolean {
  try {
    execFileSync('unshare', ['-rn', 'sh', '-c', SETUP], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

withTool('unshare', 'connecting in a network of its own', unshare => {
  const possible = pathOf('ip') !== undefined && mayHaveOwnNetwork()
  describe.skipIf(!possible)('a network namespace', () => {
    let dir = ''
    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'smartlic-probe-tcp-'))
      await build({
        stdin: {
          contents: `
            import { createServer } from 'node:net'
            import { connectTcp } from './src/probe/tcp/connect.ts'
            const [host, addresses, timeoutMs] = JSON.parse(process.argv[2])
            const server = createServer(socket => socket.resume())
            server.listen(8182, host, async () => {
              console.log(JSON.stringify(await connectTcp({ addresses, port: 8182 }, { timeoutMs })))
              process.exit(0)
            })`,
          resolveDir: root,
          loader: 'ts',
        },
        bundle: true,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        outfile: join(dir, 'connect.mjs'),
        logLevel: 'warning',
      })
    })
    afterAll(() => rmSync(dir, { recursive: true, force: true }))

    function connectFrom(host: string, addresses: readonly string[], timeoutMs = 20_000): TcpResult {
      const script = `${SETUP} && exec "$0" "$1" "$2"`
      const args = ['-rn', 'sh', '-c', script, process.execPath, join(dir, 'connect.mjs')]
      const said = execFileSync(unshare, [...args, JSON.stringify([host, addresses, timeoutMs])])
      return JSON.parse(said.toString()) as TcpResult
    }

    test('each kind of route has its own outcome', () => {
      const addresses = [
        '127.0.0.1',
        '127.0.0.2',
        '192.0.2.1',
        '192.0.2.2',
        '192.0.2.3',
        '203.0.113.1',
        '2001:db8:2::1',
      ]
      const result = connectFrom('127.0.0.1', addresses)
      expect(Object.fromEntries(result.attempts.map(({ address, outcome }) => [address, outcome]))).toEqual({
        '127.0.0.1': 'connected',
        '127.0.0.2': 'refused',
        '192.0.2.1': 'blocked-locally',
        '192.0.2.2': 'blocked-locally',
        '192.0.2.3': 'unreachable',
        '203.0.113.1': 'no-route',
        '2001:db8:2::1': 'no-route',
      })
      expect(result.v4).toEqual({ tried: 6, connected: 1, outcome: 'connected' })
      expect(result.v6).toEqual({ tried: 1, connected: 0, outcome: 'no-route' })
      expect(result.picked).toMatchObject({ address: '127.0.0.1', family: 4 })
    })

    test('IPv6 only', () => {
      const result = connectFrom('::1', ['203.0.113.1', '::1'])
      expect(result).toMatchObject({
        v4: { outcome: 'no-route' },
        v6: { outcome: 'connected' },
        picked: { family: 6 },
      })
    })

    test('packets that vanish: silence until the time limit, and the other family wins late', () => {
      const result = connectFrom('127.0.0.1', ['2001:db8:1::2', '127.0.0.1'], 700)
      expect(result.v6.outcome).toBe('timed-out')
      expect(result.picked).toMatchObject({ address: '127.0.0.1', family: 4, delay: 250 })
    })
  })
})
