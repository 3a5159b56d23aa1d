// Many devices over SSH: a bare ssh2 script, the tool's sessions with the same commands, and the whole `check`.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './bundle.mjs'

const DEVICE = 'nx-classic-direct'
const AT_ONCE = 50
const FIVE = ['show version', 'show clock', 'show license all', 'show license status', 'show license usage']
const here = name => fileURLToPath(new URL(name, import.meta.url))

export const ssh = { atOnce: AT_ONCE, measure }

async function measure(sources, devices) {
  const lab = fork(sources.lab, [DEVICE, String(devices)], { stdio: 'inherit' })
  try {
    const served = await answer(lab)
    const knownHostsFile = join(sources.dir, 'known_hosts')
    writeFileSync(knownHostsFile, served.knownHosts)
    const job = (name, commands) => {
      const file = join(sources.dir, `${name}.json`)
      writeFileSync(file, JSON.stringify({ ...served, commands, atOnce: AT_ONCE, knownHostsFile }))
      return file
    }
    const used = (name, args, env = {}) => run(join(sources.dir, `${name}.usage`), args, env)
    const five = job('five', FIVE)
    const bare5 = await used('bare-five', [here('bare.mjs'), five])
    const session5 = await used('session-five', [sources.session, five])

    lab.send('received')
    const before = (await answer(lab)).received.length
    const hosts = served.ports.map(port => `${served.username}@${served.host}:${port}`)
    const options = ['--known-hosts', knownHostsFile, '--concurrency', String(AT_ONCE), '--fail-on', 'never']
    const whole = await used(
      'check',
      [join(root, 'bin', 'smartlic.js'), 'check', ...hosts, ...options, '--format', 'json'],
      { SMARTLIC_PASSWORD: served.password },
    )
    mustBeRead(JSON.parse(whole.stdout), devices)
    lab.send('received')
    const sent = (await answer(lab)).received.slice(before).filter(line => line.startsWith('show '))
    const bareAll = await used('bare-all', [here('bare.mjs'), job('all', sent)])
    return [
      ...rows(`bare ssh2, ${FIVE.length} commands`, bare5),
      ...rows(`smartlic's sessions, ${FIVE.length} commands`, session5, bare5),
      ...rows(`bare ssh2, ${sent.length} commands`, bareAll),
      ...rows(`smartlic check, ${sent.length} commands, judged`, whole, bareAll),
    ]
  } finally {
    lab.disconnect()
    if (lab.exitCode === null) await once(lab, 'exit')
  }
}

function rows(what, used, against) {
  const row = (name, unit) => ({
    what: `${what}: ${unit.label}`,
    value: used[name],
    unit: unit.unit,
    ...(against === undefined ? {} : { ratio: used[name] / against[name], note: 'of the bare script' }),
  })
  return [
    row('cpuSeconds', { label: 'CPU', unit: 's' }),
    row('wallSeconds', { label: 'wall', unit: 's' }),
    row('peakMegabytes', { label: 'peak memory', unit: 'MB' }),
  ]
}

/** A device that was not read would make the figures too good. */
function mustBeRead(report, devices) {
  const problem = report.devices.find(device => device.problem !== undefined)?.problem
  if (problem !== undefined) throw new Error(`a device was not read: ${problem.message}`)
  if (report.devices.length !== devices)
    throw new Error(`${report.devices.length} devices of ${devices} were read`)
}

async function answer(lab) {
  const [message] = await Promise.race([
    once(lab, 'message'),
    once(lab, 'exit').then(() => Promise.reject(new Error('the lab did not start'))),
  ])
  return message
}

/** Runs a process to its end. */
async function run(usageFile, args, env) {
  const start = performance.now()
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: `--import ${here('usage.mjs')}`, BENCH_USAGE: usageFile, ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${stderr.slice(-2_000)}`)
  const wallSeconds = (performance.now() - start) / 1e3
  return { ...JSON.parse(readFileSync(usageFile, 'utf8')), wallSeconds, stdout }
}
