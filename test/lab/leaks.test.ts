// Closing the lab leaves nothing behind. A file of its own: it counts the process's resources.
import { expect, test } from 'vitest'
import { startLab } from '../../src/lab/server.ts'
import { openShell } from './client.ts'

const IDS = ['xe-classic-direct', 'nx-classic-direct', 'xr-classic-direct']

test('close leaves no socket, timer or server of the lab alive', async () => {
  const count = (): number => process.getActiveResourcesInfo().filter(name => /TCP/.test(name)).length
  const before = count()
  const own = await startLab({ devices: IDS })
  const shells = await Promise.all(own.devices.map(async entry => await openShell(entry)))
  expect(count()).toBeGreaterThan(before)
  await own.close()
  await Promise.all(shells.map(async shell => await shell.closed))
  await new Promise(resolve => setImmediate(resolve))
  expect(count()).toBe(before)
})
