// Real time servers on loopback: chronyd, right, wrong by an offset, or without the time.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { askTime, type TimeServer } from '../../src/probe/time/ask.ts'
import { onFreePort, startLogged } from './logged-daemon.ts'
import { ownFolder } from './probe-http-daemon.ts'

export interface RealTimeServer extends Required<TimeServer>, AsyncDisposable {}

export interface ChronySettings {
  readonly lines?: readonly string[]
  /** Its clock is this far ahead, in seconds. */
  readonly ahead?: number
  readonly address?: string
}

/** libfaketime, wherever the architecture puts it. */
function fakeClock(): string {
  const path = readdirSync('/usr/lib')
    .map(name => join('/usr/lib', name, 'faketime/libfaketime.so.1'))
    .find(existsSync)
  if (path === undefined) throw new Error('libfaketime is not installed (run test/services/install.sh)')
  return path
}

/** It never touches this computer's clock (-x), and serves its own time when a line says `local`. */
export async function startChrony(path: string, settings: ChronySettings = {}): Promise<RealTimeServer> {
  const { lines = ['local stratum 3'], ahead = 0, address = '127.0.0.1' } = settings
  return onFreePort(async port => {
    const { dir, remove } = ownFolder({})
    const config = [
      `port ${port}`,
      'cmdport 0',
      'bindcmdaddress /',
      `bindaddress ${address}`,
      'allow all',
      `pidfile ${dir}/chronyd.pid`,
      ...lines,
    ]
    const own = ownFolder({ 'chrony.conf': `${config.join('\n')}\n` })
    const removeAll = (): void => {
      remove()
      own.remove()
    }
    const user = process.getuid?.() === 0 ? ['-u', 'root'] : []
    // Started directly: a wrapper would keep the signal that ends it to itself.
    const env = ahead === 0 ? {} : { LD_PRELOAD: fakeClock(), FAKETIME: `${ahead > 0 ? '+' : ''}${ahead}s` }
    const daemon = await startLogged(
      path,
      ['-d', '-x', '-U', ...user, '-f', `${own.dir}/chrony.conf`],
      'Disabled control of system clock',
      env,
    ).catch((error: unknown) => {
      removeAll()
      throw error
    })
    // It says so a moment before it listens.
    for (let left = 200; left > 0; left -= 1) {
      const { outcome } = await askTime({ address, port }, { timeoutMs: 200 })
      if (outcome !== 'unreachable') break
      await sleep(25)
    }
    return {
      address,
      port,
      [Symbol.asyncDispose]: async () => {
        await daemon[Symbol.asyncDispose]()
        removeAll()
      },
    }
  }, address)
}
