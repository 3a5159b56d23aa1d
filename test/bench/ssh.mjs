// Devices over SSH by three programs in the same run: a bare ssh2 script, the tool, and netmiko (Debian:
// python3-netmiko) in its fast mode. Fifty devices at a time, the same commands, a process for each round.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bundle.mjs'
import { startLab } from './lab.mjs'
import { here, node, run } from './measured.mjs'
import { median } from './table.mjs'

export const DEVICE = 'nx-classic-direct'
const AT_ONCE = 50
const FIVE = ['show version', 'show clock', 'show license all', 'show license status', 'show license usage']
const LONG = ['show tech-support license']
const LONG_MEGABYTES = 20
/** Rounds of what takes long. */
const FEW = 3

/** @returns rows for `compared` */
export async function ssh(sources, { devices, runs }) {
  const rows = []
  const programs = programsOf(sources)
  await withLab(sources, { devices: 1, commands: FIVE }, async job => {
    const one = await rounds(programs, runs, job)
    rows.push(row('1 device, 5 commands: wall', 's', one, 'wallSeconds'))
    rows.push(row('  without the program starting', 's', one, 'workSeconds'))
  })
  await withLab(sources, { devices, commands: FIVE }, async (job, lab) => {
    const fleet = await rounds(programs, Math.min(runs, FEW), job)
    rows.push(...used(`${devices} sessions, ${FIVE.length} commands`, fleet))
    rows.push(...(await whole(sources, lab, job, Math.min(runs, FEW))))
  })
  const long = { devices: 1, commands: LONG, megabytes: LONG_MEGABYTES }
  await withLab(sources, long, async job => {
    const answer = await rounds(programs, Math.min(runs, FEW), job)
    rows.push(...used(`an answer of ${LONG_MEGABYTES} MB`, answer))
  })
  return rows
}

/** Undefined where Python or its package is missing. The package serves the system's Python, not the first on the path. */
export const python = ['/usr/bin/python3', 'python3'].find(
  one => spawnSync(one, ['-c', 'import netmiko']).status === 0,
)

/** By name, what runs a job once. */
function programsOf(sources) {
  const reporting = async ran => {
    const { stdout, ...used } = await ran
    return { ...used, ...JSON.parse(stdout) }
  }
  const programs = {
    bare: job => reporting(node(sources.dir, [here('bare.mjs'), job])),
    smartlic: job => reporting(node(sources.dir, [sources.session, job])),
  }
  if (python === undefined) return programs
  return { ...programs, netmiko: job => reporting(run(python, [here('netmiko_collect.py'), job])) }
}

async function withLab(sources, wanted, work) {
  const lab = await startLab(sources, { device: DEVICE, ...wanted })
  try {
    await work(jobFile(sources, lab, wanted.commands), lab)
  } finally {
    await lab.close()
  }
}

function jobFile(sources, lab, commands) {
  const knownHostsFile = join(sources.dir, 'known_hosts')
  writeFileSync(knownHostsFile, lab.knownHosts)
  const file = join(sources.dir, `${commands.length}-${lab.ports.length}.json`)
  writeFileSync(file, JSON.stringify({ ...lab, commands, atOnce: AT_ONCE, knownHostsFile }))
  return file
}

/** The programs in turn, so that a busy moment of the computer hits all of them alike. Medians by program. */
async function rounds(programs, count, ...args) {
  const all = Object.fromEntries(Object.keys(programs).map(name => [name, []]))
  for (let round = 0; round < count; round++) {
    for (const [name, program] of Object.entries(programs)) all[name].push(await program(...args))
  }
  return Object.fromEntries(Object.entries(all).map(([name, results]) => [name, medians(name, results)]))
}

function medians(name, results) {
  const of = key => median(results.map(result => result[key] ?? 0))
  const problems = results.map(result => result.problems.length)
  const example = results.flatMap(result => result.problems)[0]
  if (example !== undefined) console.error(`${name}: a device was not read: ${example}`)
  return {
    cpuSeconds: of('cpuSeconds'),
    wallSeconds: of('wallSeconds'),
    workSeconds: of('workSeconds'),
    peakMegabytes: of('peakMegabytes'),
    failures: Math.max(...problems),
  }
}

function used(what, results) {
  return [
    row(`${what}: CPU`, 's', results, 'cpuSeconds'),
    row('  wall', 's', results, 'wallSeconds'),
    row('  peak memory', 'MB', results, 'peakMegabytes'),
    row('  devices not read right', '', results, 'failures'),
  ]
}

function row(what, unit, results, key) {
  return {
    what,
    unit,
    values: Object.fromEntries(Object.entries(results).map(([name, one]) => [name, one[key]])),
  }
}

/** The whole `check`, parsed and judged, beside a bare script that sends the same commands and reads none of it. */
async function whole(sources, lab, job, count) {
  const check = () => checked(sources, lab, job)
  const before = (await lab.received()).length
  await check()
  const sent = (await lab.received()).slice(before).filter(line => line.startsWith('show '))
  const all = jobFile(sources, lab, sent)
  const results = await rounds({ bare: () => programsOf(sources).bare(all), smartlic: check }, count)
  return used(`${lab.ports.length} x smartlic check, ${sent.length} commands, judged`, results)
}

async function checked(sources, lab) {
  const hosts = lab.ports.map(port => `${lab.username}@${lab.host}:${port}`)
  const known = ['--known-hosts', join(sources.dir, 'known_hosts')]
  const options = ['--concurrency', String(AT_ONCE), '--rate', '1000', '--fail-on', 'never', '--quiet']
  const { stdout, ...used } = await node(
    sources.dir,
    [join(root, 'bin', 'smartlic.js'), 'check', ...hosts, ...known, ...options, '--format', 'ndjson'],
    { SMARTLIC_PASSWORD: lab.password },
  )
  return { ...used, problems: problemsOf(stdout, lab.ports.length) }
}

/** A device that was not read would make the figures too good. */
export function problemsOf(ndjson, devices) {
  const reports = ndjson
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))
  const problems = reports
    .filter(report => report.problem !== undefined)
    .map(({ problem }) => problem.message)
  const missing = devices - reports.length
  return missing === 0 ? problems : [...problems, `${missing} devices have no report`]
}
