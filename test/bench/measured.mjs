// A program in a process of its own, and what it used.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Path of a file beside this one. */
export const here = name => fileURLToPath(new URL(name, import.meta.url))

/**
 * Runs a Node program to its end.
 * @returns `{cpuSeconds, wallSeconds, peakMegabytes, samples, stdout}`
 * @throws when it fails
 */
export async function node(dir, args, env = {}) {
  const usage = join(dir, 'usage.json')
  const ran = await run(process.execPath, args, {
    NODE_OPTIONS: `--import ${here('usage.mjs')}`,
    BENCH_USAGE: usage,
    ...env,
  })
  return { ...JSON.parse(readFileSync(usage, 'utf8')), ...ran }
}

/** Runs any program to its end: `{wallSeconds, stdout}`. */
export async function run(program, args, env = {}) {
  const start = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr = (stderr + text).slice(-2_000)
  })
  const [code, signal] = await once(child, 'close')
  if (code !== 0) throw new Error(`${args[0]} ended with ${signal ?? code}: ${stderr}`)
  return { stdout, wallSeconds: (performance.now() - start) / 1e3 }
}
