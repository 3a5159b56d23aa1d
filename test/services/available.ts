// Are the programs here that service tests need? Without them the tests are skipped and say so, or fail when they are
// required.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, test } from 'vitest'

/** sshd wants to be started by its full path. */
export const SSHD = '/usr/sbin/sshd'
const TOOLS = ['ssh', 'ssh-keygen', 'ssh-agent', 'ssh-add']

/** Why the tests cannot run; undefined when they can. */
export function missing(): string | undefined {
  const lacking = TOOLS.filter(tool => pathOf(tool) === undefined)
  if (!existsSync(SSHD)) lacking.unshift('sshd')
  return notInstalled(lacking)
}

/** The full path of a program. Servers live in /usr/sbin, which is not in everybody's PATH. */
export function pathOf(tool: string): string | undefined {
  const where = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return where.map(dir => join(dir, tool)).find(path => existsSync(path))
}

/** Why a program cannot be used; undefined when it can. */
export function toolMissing(tool: string): string | undefined {
  return notInstalled(pathOf(tool) === undefined ? [tool] : [])
}

function notInstalled([first]: readonly string[]): string | undefined {
  return first === undefined ? undefined : `skipped: ${first} is not installed (run test/services/install.sh)`
}

/** A group of tests that needs OpenSSH. `also` gives a further reason to skip it, e.g. that only root may. */
export function services(name: string, body: () => void, also?: string): void {
  gated(name, body, missing() ?? also)
}

/** A group of tests that needs a program other than OpenSSH; its body gets the program's full path. */
export function withTool(tool: string, name: string, body: (path: string) => void): void {
  const path = pathOf(tool)
  gated(name, () => body(path ?? tool), notInstalled(path === undefined ? [tool] : []))
}

function gated(name: string, body: () => void, reason: string | undefined): void {
  if (reason === undefined) describe(name, body)
  else if (process.env['SMARTLIC_SERVICES'] === 'required') {
    describe(name, () => {
      test('can run here', () => {
        throw new Error(`SMARTLIC_SERVICES=required, but ${reason.replace('skipped: ', '')}`)
      })
    })
  } else describe.skip(`${name}: ${reason}`, body)
}
