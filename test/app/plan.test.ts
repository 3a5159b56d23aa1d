// The plan of every lab device: there when something is to be mended, accepted by the device, and of the published form.
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { judge } from '../../src/app/judge.ts'
import { shippedRules } from '../../src/app/rules.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import { isPlatform } from '../../src/model/platform.ts'
import { applyPaste } from '../../src/platforms/config/index.ts'
import { formatJson } from '../../src/report/json.ts'
import { reportSchema } from '../../src/report/schema.ts'
import { formatText } from '../../src/report/text.ts'
import { partsOf } from '../../src/report/words.ts'
import { capturesOf } from '../lab/captures.ts'
import { reportOf } from '../report/sample.ts'

const now = new Date(Date.UTC(2026, 10, 23, 2, 6, 7))
const rules = (await shippedRules()).set
const sets = new Map(loadDevices().map(device => [device.id, capturesOf(device, now)]))
const reports = [...sets].map(([id, set]) => ({ ...judge(set, rules), name: id }))
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(reportSchema)

function reportOn(id: string): (typeof reports)[number] {
  const found = reports.find(report => report.name === id)
  if (found === undefined) throw new Error(`no lab device ${id}`)
  return found
}

describe.each(reports.map(report => [report.name, report] as const))('%s', (id, report) => {
  const { plan } = report
  const parts = partsOf(report)

  test('has a plan exactly when a finding of its own has a fix', () => {
    const mendable = [...parts.causes, ...parts.symptoms].filter(finding => finding.remediation.length > 0)
    expect(plan !== undefined).toBe(mendable.length > 0)
    if (report.status === 'healthy') expect(plan).toBeUndefined()
    const named = new Set([...(plan?.rules ?? []), ...(plan?.left_out ?? []).map(one => one.rule)])
    expect([...named].sort()).toEqual([...new Set(mendable.map(finding => finding.rule))].sort())
  })

  test('is of the published form', () => {
    const printed: unknown = JSON.parse(formatJson(reportOf(report)))
    validate(printed)
    expect(validate.errors).toBeNull()
  })

  if (plan === undefined) return

  test('the device takes every line, also of the undo', () => {
    const { platform } = report
    if (!isPlatform(platform)) throw new Error('no platform')
    const text = configurationOf(sets.get(id))
    const refused = (from: string, lines: readonly string[]) => {
      const { notes, text: changed } = applyPaste(platform, from, lines)
      return { changed, lines: notes.filter(note => note.kind === 'refused' || note.kind === 'lost') }
    }
    const done = refused(text, plan.config)
    expect(done.lines).toEqual([])
    expect(refused(done.changed, plan.undo).lines).toEqual([])
  })

  test('says no more than once what to type', () => {
    const text = formatText(reportOf(report))
    const [first] = plan.parts.config
    if (plan.rules.length > 1 && first !== undefined)
      expect(text.split('\n').filter(line => line === first)).toHaveLength(1)
    for (const line of [...plan.config, ...plan.exec]) expect(text.split('\n')).toContain(line)
  })
})

function configurationOf(set: CaptureSet | undefined): string {
  return set?.captures.find(capture => capture.command === 'show running-config')?.text ?? ''
}

describe('three independent causes on a Nexus', () => {
  const { plan } = reportOn('nx-known-issue-1')

  test('one block for all, then the registration', () => {
    expect(plan?.rules).toEqual([
      'callhome-not-enabled-nxos',
      'callhome-http-url',
      'http-source-interface-wrong-vrf',
    ])
    expect(plan?.config).toEqual([
      'configure terminal',
      'ip http source-interface mgmt0',
      'callhome',
      ' enable',
      ' no destination-profile CiscoTAC-1 index 1 http http://tools.cisco.com/its/service/oddce/services/DDCEService',
      ' destination-profile CiscoTAC-1 index 1 http https://tools.cisco.com/its/service/oddce/services/DDCEService',
      'end',
      'copy running-config startup-config',
    ])
    expect(plan?.exec).toEqual(['license smart register idtoken <TOKEN>'])
    expect(plan?.left_out).toEqual([])
  })

  test('clears all three', () => {
    expect(plan?.effect).toMatchObject({
      clears: expect.arrayContaining([
        'callhome-not-enabled-nxos',
        'callhome-http-url',
        'http-source-interface-wrong-vrf',
      ]),
      leaves: [],
      appears: [],
    })
  })
})

test('on 32-bit IOS XR the lines are for the admin plane', () => {
  const { plan } = reportOn('xr-removed-from-cssm')
  expect(plan?.exec).toEqual([
    'admin license smart deregister',
    'admin license smart register idtoken <TOKEN> force',
  ])
  expect(plan?.verify).toEqual([
    {
      run: 'admin show license register-status',
      expect: 'Registration Status: Completed, and a new response that says OK: OK',
    },
  ])
})

test('what an exec line of the plan settles does not come up as new', () => {
  const { plan } = reportOn('xe-slp-cslu-default-unused')
  expect(plan?.exec).toEqual(['license smart trust idtoken <TOKEN> all'])
  expect(plan?.effect?.appears).toEqual([])
  expect(plan?.effect?.undecided).toContain('slp-trust-code-missing')
})

/** What a plan cannot clear in the forecast, and why. */
const LEFT: Readonly<Record<string, string>> = {
  'xe-slp-cslu-default-overdue leaves slp-ack-overdue': 'the report goes out by the next sync',
  'xe-slp-cslu-default-overdue leaves slp-rum-accumulation': 'the reports go out by the next sync',
  'xr-mode-conflict leaves sl-disabled-xr': 'the line is configured already; the answer is older than it',
}

test('no plan of a lab device leaves a cause behind or brings one up', () => {
  const left = reports.flatMap(({ name, plan, findings }) => {
    const own = findings.filter(
      one => one.role === 'cause' && one.severity !== 'info' && one.explained_by.length === 0,
    )
    const effect = plan?.effect
    if (effect === undefined) return []
    return [
      ...own
        .filter(one => plan?.rules.includes(one.rule) && effect.leaves.includes(one.rule))
        .map(one => `${name} leaves ${one.rule}`),
      ...effect.appears.map(rule => `${name} brings up ${rule}`),
    ]
  })
  expect(left.filter(one => LEFT[one] === undefined)).toEqual([])
  expect(Object.keys(LEFT).filter(one => !left.includes(one))).toEqual([])
})
