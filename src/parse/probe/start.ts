// What was probed: the first line, and what was left out on purpose.
import type { FactWriter } from '../contract.ts'
import { flag, text, time, whole } from './fields.ts'
import type { ProbeRow } from './index.ts'

export function startFacts(start: ProbeRow, rows: readonly ProbeRow[], write: FactWriter): void {
  const proxy = text(start, 'proxy.host')
  const value = {
    started_at: time(start, 'at'),
    target: {
      url: text(start, 'url'),
      scheme: text(start, 'scheme'),
      host: text(start, 'host'),
      port: whole(start, 'port'),
      path: text(start, 'path'),
      cloud: flag(start, 'cloud'),
    },
    proxy:
      proxy === undefined
        ? { in_use: false, host: '', port: 0 }
        : { in_use: true, host: proxy, port: whole(start, 'proxy.port') },
  }
  write.set('probe', value, start.line)
  const refused = rows.filter(row => row.kind === 'refused')
  write.setEach(
    'probe.refused',
    refused.map(row => ({
      value: { use: text(row, 'use'), what: text(row, 'what'), reason: text(row, 'reason') },
      lines: row.line,
    })),
    start.line,
  )
}
