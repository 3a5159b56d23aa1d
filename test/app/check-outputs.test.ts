// What a check hands to reports: groups and tags of the inventory, devices as they come, and the whole run besides.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Lab, startLab } from '../../src/lab/server.ts'
import { buildWhenStale, smartlic } from '../scenarios/run.ts'

let lab: Lab | undefined
beforeAll(buildWhenStale)
afterEach(() => lab?.close())

test('one run streams its lines and writes the other reports, with the places of the inventory', async () => {
  lab = await startLab({ devices: ['nx-known-issue-1', 'xe-slp-direct'] })
  const dir = mkdtempSync(join(tmpdir(), 'smartlic-outputs-'))
  try {
    const places = ['berne', 'zurich']
    const hosts = lab.devices.map(({ id, host, port, username }, at) => [
      id,
      { host, port, username, groups: [places[at]], tags: ['core'] },
    ])
    writeFileSync(join(dir, 'hosts'), lab.knownHosts)
    // JSON is YAML.
    writeFileSync(
      join(dir, 'devices.yaml'),
      JSON.stringify({ groups: { berne: {}, zurich: {} }, hosts: Object.fromEntries(hosts) }),
    )
    const args = [
      'check',
      '-I',
      join(dir, 'devices.yaml'),
      '--known-hosts',
      join(dir, 'hosts'),
      '--no-ssh-config',
      '-q',
    ]
    const outputs = ['ndjson', 'json', 'html', 'prometheus'].flatMap(format => [
      '-o',
      `${format}=${join(dir, format)}`,
    ])
    const { code, stderr, stdout } = await smartlic({
      args: [...args, ...outputs, '-f', 'nagios'],
      env: { SMARTLIC_PASSWORD: lab.devices[0]?.password ?? '' },
    })
    expect(code, stderr).toBe(2)
    expect(stdout).toMatch(/^SMARTLIC CRITICAL - /)
    const read = (name: string): string => readFileSync(join(dir, name), 'utf8')
    const { run, devices } = JSON.parse(read('json'))
    expect(run.thresholds).toEqual({ warn_days: 30, critical_days: 7 })
    expect(devices.map(({ name, groups, tags }: Record<string, unknown>) => [name, groups, tags])).toEqual([
      ['nx-known-issue-1', ['berne'], ['core']],
      ['xe-slp-direct', ['zurich'], ['core']],
    ])
    const lines = read('ndjson')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(({ name }) => name).sort()).toEqual(['nx-known-issue-1', 'xe-slp-direct'])
    expect(lines.find(({ name }) => name === 'nx-known-issue-1').plan).toEqual(devices[0].plan)
    expect(read('html')).toContain('<option value="berne">berne</option>')
    expect(read('prometheus')).toContain(
      'smartlic_device_success{device="xe-slp-direct",platform="ios-xe"} 1',
    )
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})
