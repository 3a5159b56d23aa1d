// The examples of README.md as the programs read them that they are for.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { example } from '../app/cron/readme.ts'
import { withTool } from './available.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'smartlic-examples-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

interface Said {
  readonly code: number | null
  readonly said: string
}

function run(program: string, args: readonly string[]): Said {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: dir })
  return { code: status, said: `${stdout}${stderr}`.trim() }
}

withTool('systemd-analyze', 'systemd', analyze => {
  const SERVICE = '/etc/systemd/system/smartlic.service'
  const TIMER = '/etc/systemd/system/smartlic.timer'

  /** `verify` looks for the program and the user, which are not on this computer. */
  const verify = (service: string, timer: string): Said => {
    const program = join(dir, 'smartlic')
    writeFileSync(program, '#!/bin/sh\n')
    chmodSync(program, 0o755)
    const here = service.replace('/usr/local/bin/smartlic', program).replace('User=smartlic', 'User=daemon')
    const files = [join(dir, 'smartlic.service'), join(dir, 'smartlic.timer')]
    writeFileSync(files[0] ?? '', here)
    writeFileSync(files[1] ?? '', timer)
    return run(analyze, ['verify', ...files])
  }
  /** What it says of these two files; of the computer's own units it says this and that. */
  const own = ({ said }: Said): string[] => said.split('\n').filter(line => /smartlic/.test(line))

  test('the service and its timer', () => {
    expect(own(verify(example(SERVICE), example(TIMER)))).toEqual([])
  })

  test('verify tells a setting there is not, and a time that is none', () => {
    const service = example(SERVICE).replace('StateDirectory=', 'StateDirectories=')
    expect(own(verify(service, example(TIMER))).join()).toContain('StateDirectories')
    const timer = example(TIMER).replace('04:00', '25:00')
    expect(own(verify(example(SERVICE), timer)).join()).toMatch(/OnCalendar|calendar/i)
  })
})

withTool('promtool', 'Prometheus', promtool => {
  const RULES = '/etc/prometheus/rules/smartlic.yml'
  const check = (text: string): Said => {
    writeFileSync(join(dir, 'rules.yml'), text)
    return run(promtool, ['check', 'rules', 'rules.yml'])
  }

  test('the alert rules', () => {
    const { code, said } = check(example(RULES))
    expect([code, said]).toEqual([0, expect.stringContaining('4 rules found')])
    expect(check(example(RULES).replace('== 0', '=== 0')).code).toBe(1)
  })

  test('they fire when they should, by the metrics a run writes', () => {
    check(example(RULES))
    const series = (name: string, value: number): string =>
      `      - {series: '${name}', values: '${value}x2000'}\n`
    const failing = {
      exp_labels: { severity: 'critical', device: 'sw1', platform: 'ios-xe', status: 'critical' },
    }
    writeFileSync(
      join(dir, 'test.yml'),
      [
        'rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n  - interval: 1m\n    input_series:\n',
        series('smartlic_device_status{device="sw1",platform="ios-xe",status="critical"}', 1),
        series('smartlic_device_status{device="sw2",platform="ios-xe",status="critical"}', 0),
        series('smartlic_device_success{device="sw3"}', 0),
        series('smartlic_deadline_days_left{device="sw1",kind="push"}', 1),
        '    alert_rule_test:\n',
        `      - {eval_time: 5m, alertname: SmartLicensingFails, exp_alerts: [${JSON.stringify({ ...failing, exp_annotations: { summary: 'Smart Licensing fails on sw1' } })}]}\n`,
        '      - {eval_time: 5m, alertname: SmartLicensingUnread, exp_alerts: []}\n',
        `      - {eval_time: 25h, alertname: SmartLicensingUnread, exp_alerts: [${JSON.stringify({ exp_labels: { severity: 'warning', device: 'sw3' }, exp_annotations: { summary: 'sw3 cannot be read' } })}]}\n`,
        '      - {eval_time: 5m, alertname: SmartLicensingDeadline, exp_alerts: []}\n',
      ].join(''),
    )
    const { code, said } = run(promtool, ['test', 'rules', 'test.yml'])
    expect(code, said).toBe(0)
  })
})

withTool('icinga2', 'Icinga', icinga2 => {
  const CONFIG = '/etc/icinga2/conf.d/smartlic.conf'

  /** A configuration of its own beside Icinga's templates; nothing is started (`-C`). */
  const check = (text: string): Said => {
    for (const name of ['data', 'cache', 'run', 'log', 'spool'])
      mkdirSync(join(dir, name), { recursive: true })
    writeFileSync(
      join(dir, 'icinga2.conf'),
      [
        'const NodeName = "monitor"',
        'include <itl>',
        'object CheckerComponent "checker" { }',
        'object Host NodeName { check_command = "dummy", address = "127.0.0.1" }',
        text,
      ].join('\n'),
    )
    const places = ['data', 'cache', 'run', 'log', 'spool'].flatMap(name => {
      const key = { data: 'DataDir', cache: 'CacheDir', run: 'InitRunDir', log: 'LogDir', spool: 'SpoolDir' }[
        name
      ]
      return ['-D', `${key}=${join(dir, name)}`]
    })
    const user = spawnSync('id', ['-un'], { encoding: 'utf8' }).stdout.trim()
    const group = spawnSync('id', ['-gn'], { encoding: 'utf8' }).stdout.trim()
    const own = ['-D', `RunAsUser=${user}`, '-D', `RunAsGroup=${group}`]
    return run(icinga2, ['daemon', '-C', '-c', join(dir, 'icinga2.conf'), ...places, ...own])
  }

  test('the command and the service', () => {
    const { code, said } = check(example(CONFIG))
    expect(code, said).toBe(0)
    expect(said).toMatch(/Instantiated 1 Service\./)
    expect(said).not.toMatch(/warning|critical/)
  })

  test('a mistake is told', () => {
    const { code, said } = check(
      example(CONFIG).replace('check_command = "smartlic"', 'check_command = "smartlik"'),
    )
    expect([code === 0, said.includes('smartlik')]).toEqual([false, true])
  })
})
