// One run of a job at a time: a lock that a killed run does not hold for long.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** A lock whose holder has not renewed it for this long is nobody's. */
const STALE_MS = 60_000
const RENEW_MS = 10_000
/** The least proper-lockfile takes: for a holder that is proven dead. */
const DEAD_MS = 2_000
const RETRY_MS = 500

export interface JobLock {
  release(): Promise<void>
}

interface Holder {
  readonly pid: number
  readonly since: string
}

/**
 * @param file of the job, without ending; the lock is a directory beside it
 * @param waitMs how long another run is waited for
 * @throws Error naming the job, since when it runs and its process
 */
export async function lockJob(file: string, job: string, waitMs: number): Promise<JobLock> {
  const { default: lockfile } = await import('proper-lockfile')
  const about = `${file}.run`
  const until = Date.now() + waitMs
  let deadUntil: number | undefined
  for (;;) {
    const holder = await holderOf(about)
    const dead = holder !== undefined && !alive(holder.pid)
    // A holder that died a moment ago: the lock is free as soon as it counts as old.
    if (dead) deadUntil ??= Date.now() + 2 * DEAD_MS
    try {
      const take = (stale: number): Promise<() => Promise<void>> =>
        lockfile.lock(file, {
          lockfilePath: `${file}.lock`,
          realpath: false,
          stale,
          update: Math.min(RENEW_MS, stale / 2),
          // A computer that slept may find its lock taken over; the run is nearly done by then and goes on.
          onCompromised: () => undefined,
        })
      // Taken from the dead and laid down again: the own lock is to hold longer.
      if (dead) await (await take(DEAD_MS))()
      const release = await take(STALE_MS)
      await writeFile(about, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }), {
        mode: 0o600,
      })
      return {
        release: async () => {
          await rm(about, { force: true })
          await release().catch(() => undefined)
        },
      }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code !== 'ELOCKED')
        throw new Error(`cannot lock job ${job} (${code}): make the directory of ${file} writable`)
      const left = Math.max(until, deadUntil ?? 0) - Date.now()
      if (left <= 0) throw new Error(overlap(job, holder, waitMs))
      await sleep(Math.min(RETRY_MS, left))
    }
  }
}

function overlap(job: string, holder: Holder | undefined, waitMs: number): string {
  const who = holder === undefined ? '' : ` since ${holder.since} as process ${holder.pid}`
  const waited = waitMs === 0 ? '' : ` and did not end within ${waitMs / 1_000} s`
  return `job ${job} runs already${who}${waited}: let it end, give it a --deadline, or wait for it with --lock-wait SECONDS`
}

async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    const { pid, since } = JSON.parse(await readFile(file, 'utf8')) as Partial<Holder>
    return Number.isSafeInteger(pid) && typeof since === 'string' && !Number.isNaN(Date.parse(since))
      ? { pid: pid as number, since: new Date(since).toISOString() }
      : undefined
  } catch {
    return undefined
  }
}

/** EPERM: it is there, and another user's. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
