// Connections to the server or the proxy, and the tunnel through it.
import type { FactWriter } from '../contract.ts'
import { text, texts, whole } from './fields.ts'
import type { ProbeRow } from './index.ts'

export function wayFacts(rows: readonly ProbeRow[], start: ProbeRow, write: FactWriter): void {
  const tried = rows.filter(row => row.kind === 'tcp')
  write.setEach(
    'probe.tcp',
    tried.map(row => ({ value: connectionOf(row), lines: row.line })),
    start.line,
  )
  const picked = rows.find(row => row.kind === 'picked')
  if (picked !== undefined) write.set('probe.picked', pickedOf(picked), picked.line)
  else if (!tried.some(row => text(row, 'outcome') === 'connected'))
    write.set('probe.picked', { family: 0, address: '', delay_ms: 0 }, start.line)
  else write.unreadable('probe.picked', 'the probe was made by an earlier release; probe again')
  const tunnel = rows.find(row => row.kind === 'proxy')
  if (tunnel !== undefined) write.set('probe.tunnel', tunnelOf(tunnel), tunnel.line)
  else write.set('probe.tunnel', { outcome: 'not-tried', status: 0, schemes: [], cause: '' }, start.line)
}

function connectionOf(row: ProbeRow): Record<string, unknown> {
  return {
    peer: text(row, 'peer'),
    host: text(row, 'host'),
    address: text(row, 'address'),
    port: whole(row, 'port'),
    outcome: text(row, 'outcome'),
    origin: texts(row, 'origin'),
  }
}

function pickedOf(row: ProbeRow): Record<string, unknown> {
  return { family: whole(row, 'family'), address: text(row, 'address'), delay_ms: whole(row, 'delay') }
}

function tunnelOf(row: ProbeRow): Record<string, unknown> {
  return {
    outcome: text(row, 'outcome'),
    status: whole(row, 'answer.status') ?? 0,
    schemes: texts(row, 'schemes'),
    cause: text(row, 'cause') ?? '',
  }
}
