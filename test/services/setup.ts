// Before all service tests: the command line is built, and the lab's terminal is bundled for device-shell.mjs.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { TestProject } from 'vitest/node'
import { buildWhenStale, root } from '../scenarios/run.ts'
import { missing } from './available.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the bundled terminal of the lab. */
    terminal: string
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const lacking = missing()
  if (lacking !== undefined) process.stderr.write(`test/services: ${lacking}\n`)
  buildWhenStale()
  const dir = mkdtempSync(join(tmpdir(), 'smartlic-services-'))
  const terminal = join(dir, 'terminal.mjs')
  await build({
    stdin: {
      contents: `
        export { FaultPlan } from './src/lab/fault-writer.ts'
        export { Machine } from './src/lab/machine.ts'
        export { Terminal } from './src/lab/terminal.ts'
      `,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outfile: terminal,
    logLevel: 'warning',
  })
  project.provide('terminal', terminal)
  // Started by root, sshd wants this directory; elsewhere its package's service makes it.
  const made = process.getuid?.() === 0 ? mkdirSync('/run/sshd', { recursive: true }) : undefined
  return () => {
    for (const path of [dir, made]) {
      if (path !== undefined) rmSync(path, { recursive: true, force: true })
    }
  }
}
