// smartlic probe is told to stop while a server keeps silent: it ends at once and reports what it has.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { beforeAll, expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { buildWhenStale, smartlic } from '../scenarios/run.ts'

beforeAll(buildWhenStale)

test.each(['SIGINT', 'SIGTERM'] as const)('%s', async signal => {
  const silent = createSocket('udp4').bind(0, '127.0.0.1')
  await once(silent, 'listening')
  try {
    const result = await smartlic({
      // A minute for each answer: whoever waits for them is ended by the time limit of the test.
      args: [
        'probe', '--url', 'https://ssm.example.net/SmartTransport', '--ntp', '192.0.2.123', '--probe-timeout', '60',
        '--format', 'json',
      ], // biome-ignore format: one glance
      env: {
        SMARTLIC_PROBE_SERVERS: '192.0.2.53',
        SMARTLIC_PROBE_MAP: `192.0.2.53:53=127.0.0.1:${silent.address().port}`,
      },
      started: child => {
        silent.once('message', () => child.kill(signal))
      },
    })
    expect(result.stderr).toContain('smartlic: stopping')
    expect(result.code).toBe(3)
    const [device] = (JSON.parse(result.stdout) as Report).devices
    expect(device?.status).toBe('unknown')
    expect(device?.state.summary).toMatch(/was stopped before it was done; run it again/)
    expect(device?.captures).toMatchObject([{ command: 'probe', status: 'truncated' }])
    expect(device?.path.every(({ status }) => status !== 'broken')).toBe(true)
  } finally {
    silent.close()
  }
})
