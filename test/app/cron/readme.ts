// The examples of README.md, each by the name of the file it belongs into, and a place to try them.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../../scenarios/run.ts'
import type { Night } from './lab.ts'

const EXAMPLE = /^`([^`\n]+)`: [^\n]+\n\n```(\w+)\n([\s\S]*?)^```$/gm

export const EXAMPLES: ReadonlyMap<string, string> = new Map(
  [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(EXAMPLE)].map(([, path = '', , text = '']) => [
    path,
    text,
  ]),
)

export function example(path: string): string {
  const text = EXAMPLES.get(path)
  if (text === undefined) throw new Error(`README.md has no example ${path}`)
  return text
}

/**
 * Puts below the night's directory what the examples name: the program, the inventory, password and host keys.
 * Returns how an example's text reads there.
 */
export function settle(night: Night): (text: string) => string {
  const { dir } = night
  const put = (path: string, text: string, mode = 0o600): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text, { mode })
    chmodSync(join(dir, path), mode)
  }
  put(
    'usr/local/bin/smartlic',
    `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'bin/smartlic.js')}' "$@"\n`,
    0o755,
  )
  put('etc/smartlic/password', readFileSync(night.path('password'), 'utf8'))
  put('.ssh/known_hosts', readFileSync(night.path('hosts'), 'utf8'))
  mkdirSync(join(dir, 'var/lib/smartlic'), { recursive: true })
  mkdirSync(join(dir, 'var/lib/prometheus/node-exporter'), { recursive: true })
  const { hosts } = JSON.parse(readFileSync(night.path('devices.yaml'), 'utf8')) as {
    hosts: Record<string, { host: string; port: number }>
  }
  const rows = Object.entries(hosts).map(([name, { host, port }]) => `${name},${host},${port}`)
  put('etc/smartlic/devices.csv', `name,host,port\n${rows.join('\n')}\n`)
  return text =>
    text
      .replaceAll('-u noc', '-u netops')
      .replaceAll(/(^|[\s"=@])\/(etc\/smartlic|var\/lib|usr\/local\/bin)(?=[/\s:])/g, `$1${dir}/$2`)
}
