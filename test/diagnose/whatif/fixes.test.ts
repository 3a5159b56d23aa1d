// Every printed fix against the forecast: it clears its rule, brings nothing new, and its undo takes it back.
import { describe, expect, test } from 'vitest'
import { casesIn, onDisk, testFiles } from '../../../src/app/rules/testing.ts'
import { shippedRules } from '../../../src/app/rules.ts'
import { derive } from '../../../src/diagnose/derive/index.ts'
import { diagnose, judgeRule } from '../../../src/diagnose/index.ts'
import { storeOf } from '../../../src/diagnose/testcases.ts'
import { configOf } from '../../../src/diagnose/whatif/captures.ts'
import { whatIf } from '../../../src/diagnose/whatif/index.ts'
import { fillPlaceholders } from '../../../src/diagnose/whatif/placeholders.ts'
import { loadDevices } from '../../../src/lab/load.ts'
import { viewOf } from '../../../src/lab/view.ts'
import type { Finding, Remediation } from '../../../src/model/finding.ts'
import type { Platform } from '../../../src/model/platform.ts'
import { assemble } from '../../../src/parse/assemble.ts'
import { applyPaste } from '../../../src/platforms/config/index.ts'
import { capturesOf } from '../../lab/captures.ts'

const NOW = new Date('2026-11-20T10:15:30Z')

/** Fixes (`rule#place in the list`) whose finding stays for the forecast, and why. */
const NOT_CLEARED: Readonly<Record<string, string>> = {
  'callhome-no-smart-reporting#0': 'the log names the fault as well, and it stays in the log',
  'callhome-user-profile-conflict#0': 'the log names the fault as well, and it stays in the log',
  'callhome-user-profile-conflict#1': 'the log names the fault as well, and it stays in the log',
  'clock-offset#0': 'the server has refused the date: only the next try shows another one',
  'cert-not-yet-valid#0': 'a certificate was refused: only the next try shows whether the date is right',
  'quovadis-root-missing#0': 'an import changes the trustpool, not the configuration',
  'sla-trustpoint-crl-fetch#0': 'the failed fetches stay in the log',
  'xr-callhome-dropped#0': 'the counter of dropped messages does not go back',
  'nxos-callhome-ipc-fail#0': 'the certificate is pasted afterwards, and the failure stays in the log',
  'server-empty-response#0': 'the empty answers stay in the log',
  'clock-jump#0': 'the change of the clock stays in the log',
  'tls-name-mismatch#1': 'the check is off: whether the server answers shows with the next try',
  'proxy-tls-interception#1': 'the certificate is pasted afterwards, and the failure stays in the log',
  'xr-secure-verify-peer#0': 'the certificate is pasted afterwards',
  'dns-callhome-mts-stuck#1': 'the queue empties once the name server answers',
}

/** Fixes that change nothing on one device, and why. */
const STAYS: Readonly<Record<string, string>> = {
  'xr-mode-conflict: sl-disabled-xr#0': 'the line stands there already: the outputs contradict each other',
}

/** What a fix may bring, and why. */
const MAY_BRING: Readonly<Record<string, readonly string[]>> = {
  // The address that is pinned must be kept up to date: that is what the other rule says.
  'dns-vrf-mismatch#1': ['dns-stale-static-host'],
  'dns-no-name-server#1': ['dns-stale-static-host'],
  // The trust code is asked for by the exec line of the fix, or by hand.
  'cslu-default-unused#0': ['slp-trust-code-missing'],
  'slp-transport-off-unplanned#1': ['slp-trust-code-missing'],
  'cslu-default-unused#2': ['slp-transport-off-unplanned'],
  // The user's profile has to have the address of a licensing server.
  'callhome-user-profile-conflict#1': ['onprem-url-typo'],
}

/** Undo lines after which the configuration reads otherwise but means the same, and why. */
const UNDO_DIFFERS: Readonly<Record<string, string>> = {
  'callhome-user-profile-conflict#1': 'the profile keeps sending by HTTP',
  'probe-name-server-fails#0': 'the name server comes back at the end of the list',
  'callhome-http-url#0':
    'the default address of the built-in profile stays denied beside the one that is configured',
  'cslu-default-unused#0': 'the default transport is written out',
  'cslu-default-unused#1': 'the default transport is written out',
  'cslu-default-unused#2': 'the default transport is written out',
  'callhome-no-active-profile#0': 'the empty block of the profile stays',
  'callhome-transport-not-http#0': 'a method that is off by default is not written out',
  'transport-gateway-url#0': 'the default address is written out',
  'trustpool-policy-revocation#0': 'the default is not written out',
  'slp-callhome-transport-incomplete#0': 'the default address is written out',
  'slp-transport-off-unplanned#1': 'the default address is written out',
  'slp-smart-url-wrong#0': 'the transport in use is written out',
  'upgrade-to-slp-conversion#0': 'the default transport or address is written out',
  'server-empty-response#0': 'the transport in use is written out',
}

/** Undo lines that leave the device otherwise than it was, and why. */
const UNDO_STOPS_SHORT: Readonly<Record<string, string>> = {
  'callhome-service-disabled-xe#0': 'only the service is switched off again: contact and profile do no harm',
  'xr-mode-conflict: sl-disabled-xr#0': 'the line stood there before',
}

const { set: rules } = await shippedRules()

interface Fix {
  readonly key: string
  readonly finding: Finding
  readonly fix: Remediation
}

/** Configuration fixes of failing findings; a rule with several elements counts once. */
function fixesOf(findings: readonly Finding[]): Fix[] {
  const seen = new Set<string>()
  return findings
    .filter(finding => finding.outcome === 'fail')
    .flatMap(finding =>
      finding.remediation.map((fix, at) => ({ key: `${finding.rule}#${at}`, finding, fix })),
    )
    .filter(({ fix }) => fix.parts.config.length + fix.parts.admin_config.length > 0)
    .filter(({ key }) => !seen.has(key) && seen.add(key) !== undefined)
}

const devices = loadDevices().map(device => {
  const set = capturesOf(device, NOW)
  const store = derive(assemble(set))
  const findings = diagnose(store, rules)
  return { id: device.id, set, store, findings, fixes: fixesOf(findings) }
})

const onDevices = devices.flatMap(({ fixes, ...device }) =>
  fixes.map(one => [`${device.id}: ${one.key}`, { ...device, ...one }] as const),
)

describe('on lab devices', () => {
  test('there are many', () => {
    expect(onDevices.length).toBeGreaterThan(40)
  })

  test.each(onDevices)('%s', (name, { set, store, findings, finding, fix, key }) => {
    const result = whatIf(set, rules, fix.lines, { store, findings })
    expect(result, 'the device has no configuration').toBeDefined()
    if (result === undefined) return
    const { clears, leaves, undecided, appears, notes } = result.effect
    const cleared = clears.includes(finding.rule)
    // A value only a person knows: its line is not applied.
    const open = fillPlaceholders(fix.lines, store.facts).open.length > 0
    if (open || STAYS[name] !== undefined) expect(leaves).toContain(finding.rule)
    else if (NOT_CLEARED[key] === undefined) expect(cleared, notes.join('\n')).toBe(true)
    // An exception waits for the device; it is never left as it was.
    else expect(undecided, notes.join('\n')).toContain(finding.rule)
    expect(appears.filter(rule => MAY_BRING[key]?.includes(rule) !== true)).toEqual([])
    expect(notes.filter(note => note.includes('not applied'))).toEqual([])
  })

  // The undo takes the fix back.
  test.each(onDevices.filter(([, { fix }]) => linesOf(fix.undo_parts).length > 0))(
    '%s',
    (name, { set, store, findings, fix, key }) => {
      if ((UNDO_STOPS_SHORT[key] ?? UNDO_STOPS_SHORT[name]) !== undefined) return
      const config = configOf(set)
      if (config === undefined) throw new Error('the device has no configuration')
      const fill = (lines: readonly string[]): readonly string[] => fillPlaceholders(lines, store.facts).lines
      const typed = applyPaste(config.platform, config.text, fill(fix.lines), config.adminText)
      const undone = applyPaste(config.platform, typed.text, fill(fix.undo), typed.adminText)
      if (UNDO_DIFFERS[key] === undefined)
        expect(sorted(undone.text + undone.adminText)).toEqual(sorted(config.text + config.adminText))
      const back = whatIf(set, rules, [...fix.lines, ...fix.undo], { store, findings })
      const failing = (list: readonly Finding[]): string[] =>
        [...new Set(list.filter(one => one.outcome === 'fail').map(one => one.rule))].sort()
      expect(failing(back?.findings ?? [])).toEqual(failing(findings))
    },
  )

  test('exceptions are needed', () => {
    const keys = new Set(onDevices.map(([, { key }]) => key))
    for (const key of Object.keys(MAY_BRING)) expect(keys).toContain(key)
    for (const key of Object.keys(NOT_CLEARED)) expect(keys).toContain(key)
  })
})

const BASE: Readonly<Record<Platform, string>> = {
  'ios-xe': 'xe-classic-direct',
  'nx-os': 'nx-classic-direct',
  'ios-xr': 'xr-classic-direct',
}
const bases = new Map(
  loadDevices(undefined, Object.values(BASE)).map(device => [device.persona, viewOf(device, NOW)] as const),
)
const disk = await onDisk(undefined)

/** Fixes as the rules' own cases fill them, each text once. */
const ofCases = [...testFiles(disk)].flatMap(([id, file]) => {
  const rule = rules.byId.get(id)
  const seen = new Set<string>()
  if (rule === undefined) return []
  return casesIn(file, id, disk.set)
    .cases.filter(one => one.outcome === 'fail')
    .flatMap(one => {
      const store = derive(storeOf(one, rules.types, { assemble }))
      return fixesOf(judgeRule(rule, store, rules)).flatMap(({ key, fix }) => {
        const text = JSON.stringify([one.platform, fix.parts, fix.undo_parts])
        if (seen.has(text)) return []
        seen.add(text)
        return [[`${one.platform} ${key}: ${one.name}`, { platform: one.platform, store, fix, key }] as const]
      })
    })
})

function linesOf(parts: Remediation['parts']): string[] {
  return [...parts.config, ...parts.admin_config]
}

/** Lines whatever their order: a device prints them in its own. */
function sorted(config: string): string[] {
  return config.split('\n').sort()
}

describe("of the rules' cases", () => {
  test('there are many', () => {
    expect(ofCases.length).toBeGreaterThan(100)
  })

  test.each(ofCases)('%s', (_name, { platform, store, fix, key }) => {
    const view = bases.get(platform)
    if (view === undefined) throw new Error(`no device of ${platform}`)
    const fill = (lines: readonly string[]): readonly string[] => fillPlaceholders(lines, store.facts).lines
    const type = (text: string, parts: Remediation['parts']): { text: string; refused: string[] } => {
      const lines = fill(linesOf(parts))
      const plane = parts.admin_config.length > 0 ? 'admin' : 'exec'
      const block = plane === 'admin' ? ['admin', 'configure', ...lines, 'commit', 'end'] : lines
      const typed =
        plane === 'admin' ? applyPaste(platform, '', block, text) : applyPaste(platform, text, block)
      const refused = typed.notes.filter(note => note.kind === 'refused').map(note => note.text)
      return { text: plane === 'admin' ? typed.adminText : typed.text, refused }
    }
    // Where the undo leads to is where the fix starts from.
    const before = type(view.config, fix.undo_parts)
    const after = type(before.text, fix.parts)
    const back = type(after.text, fix.undo_parts)
    expect([...before.refused, ...after.refused, ...back.refused]).toEqual([])
    if (linesOf(fix.undo_parts).length === 0 || (UNDO_DIFFERS[key] ?? UNDO_STOPS_SHORT[key]) !== undefined)
      return
    expect(sorted(back.text)).toEqual(sorted(before.text))
  })
})
