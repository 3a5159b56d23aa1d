// The examples of README.md are run, or read as strictly as their programs do.
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { hookServer } from '../../notify/server.ts'
import { readPlugin } from '../../report/nagios-output.ts'
import { buildWhenStale, smartlic } from '../../scenarios/run.ts'
import { cronJobSchema } from './kubernetes.ts'
import { Night } from './lab.ts'
import { EXAMPLES, example, settle } from './readme.ts'

let night: Night
let here: (text: string) => string
beforeAll(async () => {
  buildWhenStale()
  night = await Night.begin()
  night.set('broken')
  here = settle(night)
})
afterAll(() => night?.end())

/** As cron, a service manager or a monitoring system runs it. */
function shell(
  command: string,
  path = process.env['PATH'] ?? '',
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const env = { PATH: path, HOME: night.dir, LANG: 'C.UTF-8' }
    const child = spawn('/bin/sh', ['-c', command], { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
}

test('all examples are found', () => {
  expect([...EXAMPLES.keys()]).toEqual([
    '/etc/cron.d/smartlic',
    '/etc/systemd/system/smartlic.service',
    '/etc/systemd/system/smartlic.timer',
    '/etc/prometheus/rules/smartlic.yml',
    '/etc/icinga2/conf.d/smartlic.conf',
    '/usr/local/nagios/etc/objects/smartlic.cfg',
    'cronjob.yaml',
  ])
})

describe('cron', () => {
  const lines = example('/etc/cron.d/smartlic').trimEnd().split('\n')
  const settings = lines.filter(line => /^[A-Z]+=/.test(line))
  const jobs = lines.filter(line => !settings.includes(line))

  test('one job, with five fields of time and a user, and no % (cron makes a line end of it)', () => {
    expect(jobs).toHaveLength(1)
    expect(jobs[0]).toMatch(/^\d+ \d+ (?:\*|\d+) (?:\*|\d+) (?:\*|\d) smartlic smartlic check [^%]+$/)
    expect(settings).toContainEqual(expect.stringMatching(/^PATH=\/usr\/local\/bin:/))
  })

  test('its line, run by sh: the mail of the first night, silence in the second, a report for Icinga', async () => {
    const command = here(jobs[0] ?? '')
      .split(' ')
      .slice(6)
      .join(' ')
    const path = `${join(night.dir, 'usr/local/bin')}:/usr/bin:/bin`
    const first = await shell(command, path)
    expect(first.stderr).toBe('')
    expect(first.stdout).toMatch(
      /^✖ CRITICAL {2}sw1 \(leaf-221\)[\s\S]+\n1 device unchanged; first run of this job\n$/,
    )
    expect(first.code).toBe(2)
    expect(await shell(command, path)).toEqual({ code: 2, stdout: '', stderr: '' })
    expect(JSON.parse(readFileSync(night.path('var/lib/smartlic/run.json'), 'utf8')).devices).toHaveLength(2)
  })
})

test('the service of systemd: its command writes both files and tells syslog', async () => {
  const text = here(example('/etc/systemd/system/smartlic.service'))
  const [, command = ''] = /^ExecStart=(.+)$/m.exec(text) ?? []
  const [, state = ''] = /^Environment=(XDG_STATE_HOME=.+)$/m.exec(text) ?? []
  const log = night.path('logged')
  writeFileSync(night.path('usr/local/bin/logger'), `#!/bin/sh\ncat > '${log}'\n`, { mode: 0o755 })
  const path = `${join(night.dir, 'usr/local/bin')}:/usr/bin:/bin`
  const { code, stderr } = await shell(`${state} exec ${command}`, path)
  expect([stderr, code]).toEqual(['', 2])
  const [, good = ''] = /^SuccessExitStatus=(.+)$/m.exec(text) ?? []
  expect(good.split(' ')).toContain(String(code))
  expect(readFileSync(log, 'utf8')).toMatch(/^<26>job devices-csv-[0-9a-f]{10}: 1 critical, /)
  expect(readFileSync(night.path('var/lib/prometheus/node-exporter/smartlic.prom'), 'utf8')).toContain(
    'smartlic_device_status',
  )
  expect(readFileSync(night.path('var/lib/smartlic/run.json'), 'utf8')).toContain('smartlic.report/v1')
})

test('the alerts of Prometheus ask for metrics and labels there are', async () => {
  const saved = await night.check(['-q', '-f', 'prometheus', '--fail-on', 'never'])
  const metrics = new Set([...saved.stdout.matchAll(/^(\w+)[{ ]/gm)].map(([, name]) => name))
  const { groups } = parse(example('/etc/prometheus/rules/smartlic.yml'))
  for (const { expr } of groups[0].rules) {
    for (const [name] of expr.matchAll(/smartlic_\w+/g)) expect([...metrics], expr).toContain(name)
    const [, label] = /\{(\w+)/.exec(expr) ?? []
    if (label !== undefined) expect(saved.stdout).toContain(`${label}="`)
  }
  expect(groups[0].rules.length).toBeGreaterThan(2)
})

test('the check of Nagios: its command line for one device', async () => {
  const text = here(example('/usr/local/nagios/etc/objects/smartlic.cfg'))
  const [, line = ''] = /^\s*command_line\s+(.+)$/m.exec(text) ?? []
  const [, command] = /^\s*check_command\s+(\S+)$/m.exec(text) ?? []
  expect(/^\s*command_name\s+(\S+)$/m.exec(text)?.[1]).toBe(command)
  const device = JSON.parse(readFileSync(night.path('devices.yaml'), 'utf8')).hosts.sw1
  const { code, stdout } = await shell(line.replace('$HOSTADDRESS$', `${device.host}:${device.port}`))
  expect([readPlugin(stdout).state, code]).toEqual(['CRITICAL', 2])
})

test('the check of Icinga: the command its definition makes, on what cron wrote', async () => {
  const saved = await night.check(['-q', '-f', 'json'])
  writeFileSync(night.path('var/lib/smartlic/run.json'), saved.stdout)
  const text = here(example('/etc/icinga2/conf.d/smartlic.conf'))
  const vars = Object.fromEntries(
    [...text.matchAll(/^\s*vars\.(\w+) = "?([^"\n]+)"?$/gm)].map(([, name, value]) => [name, value]),
  )
  const [, words = ''] = /command = \[ (.+) \]/.exec(text) ?? []
  const value = (quoted: string): string => quoted.replace(/\$(\w+)\$/g, (_all, name) => vars[name] ?? '')
  const run = /"run" = \{ value = "([^"]+)", skip_key = true/.exec(text)?.[1] ?? ''
  const named = [...text.matchAll(/^\s*"(--[\w-]+)" = "([^"]+)"$/gm)].flatMap(([, flag = '', given = '']) => [
    flag,
    value(given),
  ])
  const args = [...words.split(', ').map(word => word.slice(1, -1)), value(run), ...named]
  const { code, stdout } = await shell(args.map(word => `'${word}'`).join(' '))
  expect(args).toContain('--max-age')
  expect([readPlugin(stdout).state, code]).toEqual(['CRITICAL', 2])
})

describe('Kubernetes', () => {
  const documents = parseAllDocuments(example('cronjob.yaml')).map(document => document.toJS())

  test('a CronJob of batch/v1', () => {
    expect(documents).toHaveLength(1)
    const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
      cronJobSchema,
    )
    expect(validate(documents[0]), JSON.stringify(validate.errors)).toBe(true)
    const pod = documents[0].spec.jobTemplate.spec.template.spec
    const volumes = pod.volumes.map(({ name }: { name: string }) => name)
    for (const { name } of pod.containers[0].volumeMounts) expect(volumes).toContain(name)
    const broken = structuredClone(documents[0])
    broken.spec.concurrencyPolicy = 'Never'
    expect(validate(broken)).toBe(false)
  })

  test('its arguments, run: exit code 0 whatever was found, and the webhook told', async () => {
    const server = await hookServer()
    try {
      const [container] = documents[0].spec.jobTemplate.spec.template.spec.containers
      const args = (container.args as string[]).map(word =>
        word
          .replace('/config/known_hosts', night.path('hosts'))
          .replace('/config', night.path('etc/smartlic'))
          .replace(/^noc$/, 'netops'),
      )
      for (const { value, valueFrom } of container.env) expect(value ?? valueFrom).toBeDefined()
      const names = container.env.map(({ name }: { name: string }) => name)
      expect(names).toEqual(['XDG_STATE_HOME', 'SMARTLIC_PASSWORD', 'SMARTLIC_WEBHOOK_URL'])
      const env = {
        XDG_STATE_HOME: night.path('state'),
        SMARTLIC_PASSWORD: readFileSync(night.path('password'), 'utf8'),
        SMARTLIC_WEBHOOK_URL: server.url,
      }
      const { code, stderr, stdout } = await smartlic({ args, env })
      expect([stderr, code]).toEqual(['', 0])
      expect(stdout).toContain('sw1 (leaf-221)')
      expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({ status: 'critical', exit_code: 0 })
      const again = await smartlic({ args, env })
      expect([again, server.received.length]).toEqual([{ stdout: '', stderr: '', code: 0 }, 1])
    } finally {
      await server.close()
    }
  })
})
