// Reads a plug-in's output as the Monitoring Plugins development guidelines describe it, and throws where it does not
// keep to them.

export interface PerfDatum {
  readonly label: string
  readonly value: number
  readonly unit: string
  readonly warn: string
  readonly crit: string
  readonly min: string
  readonly max: string
}

export interface PluginOutput {
  readonly service: string
  readonly state: string
  readonly text: string
  readonly perf: readonly PerfDatum[]
  readonly long: readonly string[]
}

/** `10`, `10:`, `~:10`, `10:20`, `@10:20`: alert outside of it, with `@` inside. */
const RANGE = /^@?(?:(?:~|-?\d+(?:\.\d+)?):)?(?:-?\d+(?:\.\d+)?)?$/
const NUMBER = /^-?\d+(?:\.\d+)?$/

export function readPlugin(output: string): PluginOutput {
  if (Buffer.byteLength(output) > 8192) throw new Error('Nagios reads no more than 8 KB')
  if (!output.endsWith('\n')) throw new Error('the last line has no end')
  const [first = '', ...long] = output.slice(0, -1).split('\n')
  const parts = first.split('|')
  if (parts.length !== 2) throw new Error(`one | parts text and performance data: ${first}`)
  const [said = '', data = ''] = parts
  const match = /^([A-Z]+) (OK|WARNING|CRITICAL|UNKNOWN) - (\S.*\S) $/.exec(said)
  if (match === null) throw new Error(`no status line: ${said}`)
  const [, service = '', state = '', text = ''] = match
  for (const line of [said, ...long]) {
    if (line.includes('|')) throw new Error(`performance data where none is: ${line}`)
    // A cell of a tree of Icinga Web is the one backslash.
    if (/[`~$&"'<>]|\\(?!_ \[)/.test(line.replace(/^ *\\_ /, '')))
      throw new Error(`illegal in a macro: ${line}`)
  }
  return { service, state, text, perf: readPerf(data.trim()), long }
}

function readPerf(data: string): PerfDatum[] {
  const perf: PerfDatum[] = []
  let rest = data
  while (rest !== '') {
    const match =
      /^(?:'((?:[^'=]|'')+)'|([^'= ]+))=(-?\d+(?:\.\d+)?)(%|[num]?s|[KMGT]?B|c)?((?:;[^; ]*){0,4})(?: +|$)/.exec(
        rest,
      )
    if (match === null) throw new Error(`no performance data: ${rest}`)
    const [whole, quoted, bare, value, unit = '', levels = ''] = match
    const [, warn = '', crit = '', min = '', max = ''] = levels.split(';')
    for (const range of [warn, crit]) if (!RANGE.test(range)) throw new Error(`no range: ${range}`)
    for (const bound of [min, max])
      if (bound !== '' && !NUMBER.test(bound)) throw new Error(`no bound: ${bound}`)
    perf.push({ label: quoted ?? bare ?? '', value: Number(value), unit, warn, crit, min, max })
    rest = rest.slice(whole.length)
  }
  const labels = new Set(perf.map(({ label }) => label))
  if (labels.size !== perf.length) throw new Error('a label twice')
  return perf
}

/** Whether a value is outside of a range. */
export function alerts(value: number, range: string): boolean {
  if (range === '') return false
  const inside = range.startsWith('@')
  const [low = '0', high = ''] = range.replace('@', '').includes(':')
    ? range.replace('@', '').split(':')
    : ['0', range.replace('@', '')]
  const from = low === '~' ? Number.NEGATIVE_INFINITY : Number(low)
  const to = high === '' ? Number.POSITIVE_INFINITY : Number(high)
  const out = value < from || value > to
  return inside ? !out : out
}
