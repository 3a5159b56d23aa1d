// A large fleet through the whole `check`, results streaming to disk: does its memory stay flat to the end?
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bundle.mjs'
import { startLab } from './lab.mjs'
import { node } from './measured.mjs'
import { DEVICE, problemsOf } from './ssh.mjs'
import { median } from './table.mjs'

const AT_ONCE = 100
const EVERY_MS = 500

/** @returns rows for `table` */
export async function fleet(sources, devices) {
  const lab = await startLab(sources, { device: DEVICE, devices, commands: [] })
  try {
    const inventory = join(sources.dir, 'fleet.csv')
    const hosts = lab.ports.map(port => `d${port},${lab.host},${port},${lab.username}\n`)
    writeFileSync(inventory, `name,host,port,user\n${hosts.join('')}`)
    const known = join(sources.dir, 'known_hosts')
    writeFileSync(known, lab.knownHosts)
    const output = join(sources.dir, 'fleet.ndjson')
    const used = await node(
      sources.dir,
      [
        ...[join(root, 'bin', 'smartlic.js'), 'check', `@${inventory}`, '--known-hosts', known, '--quiet'],
        ...['--concurrency', String(AT_ONCE), '--rate', '1000', '--fail-on', 'never', '--output', output],
      ],
      { SMARTLIC_PASSWORD: lab.password, BENCH_EVERY_MS: String(EVERY_MS) },
    )
    const problems = problemsOf(readFileSync(output, 'utf8'), devices)
    if (problems.length > 0) console.error(`a device was not read: ${problems[0]}`)
    return rows(used, devices, problems.length)
  } finally {
    await lab.close()
  }
}

function rows({ wallSeconds, cpuSeconds, peakMegabytes, samples }, devices, failures) {
  const between = (from, to) =>
    median(
      samples
        .slice(Math.floor(samples.length * from), Math.max(1, Math.ceil(samples.length * to)))
        .map(([, megabytes]) => megabytes),
    )
  const early = between(0.2, 0.4)
  const late = between(0.8, 1)
  return [
    {
      what: 'wall',
      value: wallSeconds,
      unit: 's',
      note: `${Math.round(devices / wallSeconds)} devices a second`,
    },
    {
      what: 'CPU',
      value: cpuSeconds,
      unit: 's',
      note: `${((cpuSeconds / devices) * 1e3).toFixed(1)} ms a device`,
    },
    { what: 'memory, second fifth of the run', value: early, unit: 'MB' },
    { what: 'memory, last fifth', value: late, unit: 'MB', ratio: late / early, note: 'of the second fifth' },
    { what: 'peak memory', value: peakMegabytes, unit: 'MB' },
    { what: 'devices not read', value: failures, unit: '' },
  ]
}
