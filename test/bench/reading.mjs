// A huge show tech-support through the whole command: speed against `grep -c` over the same file, and peak memory.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './bundle.mjs'

const MB = 1024 * 1024
const RUNS = 3

/** Generated, read, and taken away again. @param megabytes size of the file */
export function reading(megabytes) {
  const dir = mkdtempSync(join(tmpdir(), 'smartlic-reading-'))
  try {
    const file = join(dir, 'tech.txt')
    generate(file, megabytes * MB)
    const peak = join(dir, 'peak.mjs')
    writeFileSync(peak, PEAK)
    const packed = join(dir, 'tech.txt.gz')
    // Members of a gzip file may follow each other: one packed stretch stands for all.
    repeatPacked(packed, megabytes)
    const found = { grep: [], plain: [], packed: [] }
    let memory = 0
    for (let run = 0; run <= RUNS; run++) {
      // The first round brings the file into memory.
      const grep = timed('grep', ['-c', '^-----', file])
      const plain = analyzed(peak, file)
      const zipped = analyzed(peak, packed)
      if (run === 0) continue
      found.grep.push(grep)
      found.plain.push(plain.seconds)
      found.packed.push(zipped.seconds)
      memory = Math.max(memory, plain.memory)
    }
    const size = statSync(file).size / 1e6
    const best = name => Math.min(...found[name])
    return [
      { what: 'grep -c', value: size / best('grep'), unit: 'MB/s' },
      {
        what: 'smartlic analyze',
        value: size / best('plain'),
        unit: 'MB/s',
        ratio: best('plain') / best('grep'),
        note: 'of the time of grep',
      },
      { what: 'smartlic analyze, peak memory', value: memory / 1024, unit: 'MB' },
      {
        what: 'smartlic analyze, gzip',
        value: size / best('packed'),
        unit: 'MB/s',
        ratio: best('packed') / best('grep'),
        note: 'unpacked bytes; of the time of grep',
      },
    ]
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const PEAK = `process.on('exit', () => process.stderr.write('\\npeak ' + process.resourceUsage().maxRSS + '\\n'))\n`

function analyzed(peak, file) {
  const smartlic = join(root, 'bin', 'smartlic.js')
  const start = performance.now()
  const { status, stderr, error } = spawnSync(
    process.execPath,
    ['--import', peak, smartlic, 'analyze', file, '--format', 'json'],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const seconds = (performance.now() - start) / 1000
  if (error) throw error
  const memory = Number(/^peak (\d+)$/m.exec(stderr)?.[1])
  if (status === null || /^smartlic: /m.test(stderr) || Number.isNaN(memory))
    throw new Error(`analyze ended with ${status}: ${stderr}`)
  return { seconds, memory }
}

function timed(command, args) {
  const start = performance.now()
  // With its output thrown away, grep stops at the first hit.
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ended with ${status}`)
  return (performance.now() - start) / 1000
}

/** The licensing answers stand in the middle of what nobody reads. */
function generate(file, size) {
  const out = openSync(file, 'w')
  try {
    const block = filler(MB)
    let written = writeSync(out, heading('show version') + VERSION)
    const half = size / 2
    for (; written < half; written += block.length) writeSync(out, block)
    written += writeSync(out, ANSWERS)
    for (; written < size; written += block.length) writeSync(out, block)
  } finally {
    closeSync(out)
  }
}

function repeatPacked(file, megabytes) {
  const out = openSync(file, 'w')
  try {
    writeSync(out, gzipSync(heading('show version') + VERSION + ANSWERS))
    const block = gzipSync(filler(MB))
    for (let count = 0; count < megabytes; count++) writeSync(out, block)
  } finally {
    closeSync(out)
  }
}

function heading(command) {
  return `\n------------------ ${command} ------------------\n\n`
}

const VERSION = `Cisco IOS XE Software, Version 17.09.04a
Cisco IOS Software [Cupertino], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.9.4a, RELEASE SOFTWARE (fc3)
edge-sw1 uptime is 9 weeks, 2 days, 3 hours, 12 minutes
`

const ANSWERS = `${heading('show license status')}Utility:
  Status: DISABLED

Smart Licensing Using Policy:
  Status: ENABLED

Transport:
  Type: Smart
  URL: https://smartreceiver.cisco.com/licservice/license
  VRF: <empty>

Usage Reporting:
  Last ACK received: <none>
  Next ACK deadline: <none>
${heading('show running-config')}Current configuration : 900 bytes
version 17.9
hostname edge-sw1
ip name-server 192.0.2.53
license smart transport smart
end
${heading('show logging')}Syslog logging: enabled (0 messages dropped)
${logLines(20_000)}`

function logLines(count) {
  const lines = []
  for (let n = 0; n < count; n++) {
    lines.push(
      `Nov 22 10:${two(Math.floor(n / 60) % 60)}:${two(n % 60)}.123: %LINK-3-UPDOWN: Interface Gi1/0/${n % 48}, changed state to up`,
    )
  }
  return `${lines.join('\n')}\n`
}

function two(number) {
  return String(number).padStart(2, '0')
}

/** Sections that no parser reads, with the kinds of lines that look a little like prompts and headings. */
function filler(size) {
  const parts = []
  let length = 0
  for (let n = 0; length < size; n++) {
    const lines = [heading(`show interfaces Gi1/0/${n % 96} counters`)]
    for (let line = 0; line < 200; line++) {
      const value = (n * 7919 + line * 104_729) % 1_000_003
      lines.push(
        `  GigabitEthernet1/0/${line % 48} is up, line protocol is up (connected), ${value} packets input`,
        `     Hardware is Gigabit Ethernet, address is 00a3.${value.toString(16).padStart(4, '0')}.0001`,
        line % 10 === 0
          ? '---------------- ------ ----------- -----------'
          : `Te1/1/${line % 8}   ${value}  notconnect`,
        line % 25 === 0 ? `queue(${value})#${line}` : '',
      )
    }
    const text = `${lines.join('\n')}\n`
    parts.push(text)
    length += text.length
  }
  return Buffer.from(parts.join(''))
}
