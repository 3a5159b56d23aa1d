// Clocks of time servers and of the HTTPS answer, and which one is wrong.
import type { FactWriter } from '../contract.ts'
import { at, text, texts, whole } from './fields.ts'
import type { ProbeRow } from './index.ts'

export function clockFacts(rows: readonly ProbeRow[], start: ProbeRow, write: FactWriter): void {
  const asked = rows.filter(row => row.kind === 'time' || row.kind === 'date')
  write.setEach(
    'probe.clocks',
    asked.map(row => ({ value: clockOf(row), lines: row.line })),
    start.line,
  )
  const judged = rows.find(row => row.kind === 'clocks')
  if (judged !== undefined)
    write.set('probe.time', timeOf(judged), [judged.line, ...asked.map(row => row.line)])
}

function clockOf(row: ProbeRow): Record<string, unknown> {
  return {
    source: row.kind === 'time' ? 'ntp' : 'https',
    server: text(row, 'server'),
    vrf: text(row, 'vrf') ?? '',
    outcome: row.kind === 'date' ? 'synchronised' : text(row, 'outcome'),
    offset_ms: whole(row, 'offsetMs'),
    error_ms: whole(row, 'errorMs'),
  }
}

function timeOf(row: ProbeRow): Record<string, unknown> {
  return {
    verdict: text(row, 'verdict'),
    reason: text(row, 'reason') ?? '',
    wrong_servers: texts(row, 'wrongServers'),
    device_off_seconds: offOf(row, 'device'),
    computer_off_seconds: offOf(row, 'computer'),
  }
}

/** The end of the range that lies nearer to zero: a clock is off by at least this. */
function offOf(row: ProbeRow, kind: string): number | undefined {
  const clocks = at(row, 'clocks')
  const own = Array.isArray(clocks) ? clocks.find(one => text(one ?? {}, 'kind') === kind) : undefined
  const least = whole(own ?? {}, 'offLeastMs')
  const most = whole(own ?? {}, 'offMostMs')
  if (least === undefined || most === undefined) return undefined
  const nearest = least > 0 ? least : Math.min(most, 0)
  return Math.trunc(nearest / 1000)
}
