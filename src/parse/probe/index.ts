// What this computer saw of the path: the capture of the pseudo-command `probe` to facts.
//
// The capture is written by `smartlic probe` and never asked of a device. One line a result: the kind, then its fields
// as `name=value`; README says which kinds there are.
import { PLATFORMS } from '../../model/platform.ts'
import type { CommandParser, FactWriter, Line } from '../contract.ts'
import { clockFacts } from './clocks.ts'
import { dnsFacts } from './dns.ts'
import { type ProbeLine, readProbeLine } from './line.ts'
import { serverFacts } from './server.ts'
import { startFacts } from './start.ts'
import { wayFacts } from './way.ts'

/** The name under which results of probes stand among captures. */
export const PROBE_COMMAND = 'probe'
export const PROBE_FORMAT = 1

/** A result and the line of the capture it stands on. */
export interface ProbeRow extends ProbeLine {
  readonly line: Line
}

/** First line of the capture: `probe format=1 at=...`. */
const FIRST = /^probe format=\d{1,3} at=/

export const probeParser: CommandParser = {
  command: PROBE_COMMAND,
  platforms: PLATFORMS,
  recognise: head => FIRST.test(head.trimStart()),
  provides: ['probe'],
  parse: ({ lines, complete }, write) => {
    const rows = lines.flatMap((line): ProbeRow[] => {
      const read = readProbeLine(line.text)
      return read === undefined ? [] : [{ ...read, line }]
    })
    write.claim(rows.map(row => row.line))
    const start = rows.find(row => row.kind === 'probe')
    if (start === undefined || start.fields['format'] !== PROBE_FORMAT) {
      write.unreadable(
        'probe',
        'the results of the probe are not in a format this release reads; probe again',
      )
      return
    }
    readRows(rows, start, complete && rows.at(-1)?.kind === 'end', write)
  },
}

/** Of a probe that was cut short a result that is not there proves nothing. */
function readRows(rows: readonly ProbeRow[], start: ProbeRow, complete: boolean, write: FactWriter): void {
  startFacts(start, rows, write)
  if (!complete) {
    write.unreadable('probe', 'the probe was not finished; probe again')
    return
  }
  for (const read of [dnsFacts, wayFacts, serverFacts, clockFacts]) read(rows, start, write)
}
