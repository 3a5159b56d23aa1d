// Loaded into a measured process (NODE_OPTIONS=--import): writes what it used when it ends. With BENCH_EVERY_MS also how
// much memory it had at each moment.
import { readFileSync, writeFileSync } from 'node:fs'

const start = performance.now()
const samples = []
const every = Number(process.env.BENCH_EVERY_MS ?? 0)
if (every > 0)
  setInterval(() => {
    samples.push([(performance.now() - start) / 1e3, process.memoryUsage.rss() / 1e6])
  }, every).unref()

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  writeFileSync(
    process.env.BENCH_USAGE,
    JSON.stringify({
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      peakMegabytes: (peakOfLinux() ?? maxRSS) / 1e3,
      samples,
    }),
  )
})

/** Kilobytes. The figure of getrusage is at least what the parent had when it started this process. */
function peakOfLinux() {
  try {
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1.024
  } catch {
    return undefined
  }
}
