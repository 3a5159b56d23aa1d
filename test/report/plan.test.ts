// The merged plan in text and Markdown: once, whole, with what it costs and what it leaves.
import { describe, expect, test } from 'vitest'
import { type FixPlan, type PlanEffect, UNDECIDED_NOTE } from '../../src/model/fix-plan.ts'
import type { DeviceReport } from '../../src/model/report.ts'
import { formatMarkdown } from '../../src/report/markdown.ts'
import { plainStyle } from '../../src/report/style.ts'
import { formatText } from '../../src/report/text.ts'
import { effectWords } from '../../src/report/words.ts'
import { columnsOf } from '../../src/report/wrap.ts'
import { critical, planned, reportOf } from './sample.ts'

const plan = planned.plan as FixPlan

/** Only the first cause of the critical device, and a plan that is its fix. */
const single: DeviceReport = {
  ...planned,
  findings: critical.findings.filter(finding => finding.rule !== 'dns-no-server-in-vrf'),
  plan: { ...plan, rules: ['callhome-http-url'], left_out: [] },
}

function textOf(device: DeviceReport, width = 80, verbose = false): string {
  return formatText(reportOf(device), { style: plainStyle(width), verbose })
}

describe('several causes', () => {
  const text = textOf(planned)
  const lines = text.split('\n')

  test('one block after the last cause; the fixes by themselves are not repeated', () => {
    expect(text.match(/^configure terminal$/gm)).toHaveLength(1)
    expect(text.match(/^ {2}destination-profile/gm)).toBeNull()
    expect(lines.indexOf('configure terminal')).toBeGreaterThan(lines.findIndex(line => /^✖ 2\./.test(line)))
    const from = lines.indexOf('configure terminal')
    expect(lines.slice(from - 1, from + plan.config.length + 1)).toEqual(['', ...plan.config, ''])
  })

  test('says which causes it mends, the risk and the cost', () => {
    expect(text).toContain(' plan      For 1 and 2. Risk medium, impact: names are looked up elsewhere.')
    expect(text).toContain('Fill in <DNS>: address of a name server that answers from this device')
  })

  test('exec lines come after the block, by themselves', () => {
    const at = lines.indexOf('license smart renew auth')
    expect(at).toBeGreaterThan(lines.indexOf('end'))
    expect(lines.slice(at - 2, at)).toEqual(['           Then type:', ''])
  })

  test('names the cause a step belongs to, and what the plan leaves', () => {
    expect(text).toContain(' steps     (for 2) Ask which name server answers there.')
    expect(text.replace(/\n +/g, ' ')).toContain(
      ' effect    After this: clears callhome-http-url (1), leaves dns-no-server-in-vrf (2). Decided by the next try of the device: 1 finding. <DNS> is not filled in.',
    )
  })

  test('what is left out is said with the reason, other ways by name', () => {
    expect(text.replace(/\n +/g, ' ')).toContain(
      ' left out  vrf-other sets `vrf X`, while callhome-http-url sets `vrf Y`; decide which VRF reaches Cisco',
    )
    expect(text).toContain(' or        (for 2) Use a proxy (--verbose)')
  })

  test('steps stand where they are to be done', () => {
    const steps = (first: boolean): number => {
      const shown = textOf({ ...planned, plan: { ...plan, steps_first: first } })
      return shown.indexOf(' steps ') - shown.indexOf('license smart renew auth')
    }
    expect(steps(true)).toBeLessThan(0)
    expect(steps(false)).toBeGreaterThan(0)
  })

  test('undo lines are whole, sentences follow', () => {
    const at = lines.findIndex(line => line.startsWith(' undo'))
    expect(lines.slice(at, at + 5)).toEqual([
      ' undo      configure terminal',
      '           vrf context management',
      '            no ip name-server <DNS>',
      '           end',
      '           The renewed authorization stays.',
    ])
  })

  test('every fix by itself on demand, the plan still below', () => {
    const verbose = textOf(planned, 80, true)
    expect(verbose.match(/^configure terminal$/gm)).toHaveLength(3)
    expect(verbose).toContain(' or        Use a proxy. Risk medium')
  })

  test.each([60, 80, 160])('fits %i columns but for what is copied', width => {
    const copied = new Set([...plan.config, ...plan.exec])
    for (const line of textOf(planned, width).split('\n')) {
      if (copied.has(line) || line.includes('://')) continue
      expect(columnsOf(line), line).toBeLessThanOrEqual(width)
    }
  })

  test('the same symptoms are not listed again under the second cause', () => {
    expect(text.match(/The device says: Fail to send out/g)).toHaveLength(1)
    expect(text).toContain(' explains  the same as 1')
  })
})

test('the effect names what is numbered and counts the rest', () => {
  const effect = (given: Partial<PlanEffect>): string =>
    effectWords(
      { clears: [], leaves: [], appears: [], undecided: [], notes: [], ...given },
      new Map([['a', 1], ['b', 2]]),
    ) // biome-ignore format: a table
  expect(effect({ clears: ['a', 'x', 'y'], leaves: ['b', 'z'] })).toBe(
    'After this: clears a (1) and 2 more findings, leaves b (2) and 1 other finding.',
  )
  expect(effect({ clears: ['a', 'b'], appears: ['n'] })).toBe(
    'After this: clears a (1) and b (2), brings up n.',
  )
  expect(effect({ undecided: ['a', 'x'], notes: [UNDECIDED_NOTE, 'line 2 is not applied'] })).toBe(
    'Decided by the next try of the device: a (1) and 1 finding. Line 2 is not applied.',
  )
  expect(effect({})).toBe('After this: nothing changes that the tool can tell.')
})

describe('one cause', () => {
  const text = textOf(single)

  test('its fix is the plan, in its place and once', () => {
    expect(text.match(/^configure terminal$/gm)).toHaveLength(1)
    expect(text).toContain(' fix       Use HTTPS. Risk medium')
    expect(text).not.toContain(' plan ')
    expect(text).not.toContain('(for ')
    expect(text.indexOf('configure terminal')).toBeLessThan(text.indexOf(' explains'))
  })

  test('other ways follow in full', () => {
    const [first] = single.findings
    const [fix] = first?.remediation ?? []
    if (first === undefined || fix === undefined) throw new Error('no fix')
    const two = { ...first, remediation: [fix, { ...fix, title: 'Or wait', lines: [], steps: ['Wait.'] }] }
    expect(textOf({ ...single, findings: [two] })).toMatch(/ or {8}Wait\. Risk low[\s\S]* steps {5}Wait\./)
  })
})

test('a fix that contradicts the plan is shown by itself, marked', () => {
  const [, , left] = [...plan.left_out, { ...plan.left_out[1], rule: 'dns-no-server-in-vrf' }]
  if (left?.kind === undefined) throw new Error('no left out')
  const refused = {
    ...planned,
    plan: {
      ...plan,
      rules: ['callhome-http-url'],
      left_out: [{ ...left, kind: 'contradiction', title: '', reason: 'x' }],
    },
  } as DeviceReport
  const text = textOf(refused)
  expect(text).toContain('This fix is not part of the plan below, which says why.')
  expect(text.match(/^configure terminal$/gm)).toHaveLength(2)
  expect(text).toContain(' left out  (for 2) dns-no-server-in-vrf x')
  const markdown = formatMarkdown(reportOf(refused))
  expect(markdown).toContain('This fix is not part of the plan below')
  expect(markdown.indexOf('not part of the plan')).toBeLessThan(markdown.indexOf('### Plan'))
})

test('nothing is offered when all contradicts: only the reason stands there', () => {
  const text = textOf({
    ...planned,
    plan: { ...plan, rules: [], config: [], exec: [], steps: [], undo: [], undo_notes: [], placeholders: [] },
  })
  expect(text).toContain(' left out  vrf-other sets')
  expect(text).not.toMatch(/^configure terminal$/m)
})

describe('Markdown', () => {
  const text = formatMarkdown(reportOf(planned))

  test('one plan with fenced blocks', () => {
    expect(text).toContain(`### Plan\n\nFor 1 and 2. Risk medium`)
    expect(text).toContain(`Paste\n\n\`\`\`text\n${plan.config.join('\n')}\n\`\`\``)
    expect(text).toContain('Then type\n\n```text\nlicense smart renew auth\n```')
    expect(text.match(/^configure terminal$/gm)).toHaveLength(2)
    expect(text).toContain('Left out\n\n- (for 2) Or use a proxy')
    expect(text).toContain('After this: clears callhome-http-url (1)')
  })

  test('a single cause holds it', () => {
    const one = formatMarkdown(reportOf(single))
    expect(one).not.toContain('### Plan')
    expect(one).toContain('**Use HTTPS.** Risk medium')
  })

  test('device text in a plan stays text', () => {
    const evil = '```\n# owned <img src=x>'
    const bad = formatMarkdown(
      reportOf({
        ...planned,
        plan: {
          ...plan,
          config: [evil],
          impact: [evil],
          steps: [{ rule: evil, text: evil }],
          left_out: [{ rule: evil, title: evil, kind: 'alternative', reason: evil }],
        },
      }),
    )
    expect(bad).not.toMatch(/^# owned/m)
    expect(bad.replace(/^(`{3,})text\n[\s\S]*?^\1$/gm, '')).not.toContain('<img')
  })
})
