// A table of figures for people; ratios are what is worth comparing between computers.

/** @param rows `{what, value, unit, ratio?, note?}`; `ratio` is against the row it names in its note */
export function table(title, rows) {
  const cells = rows.map(({ what, value, unit, ratio, note }) => [
    what,
    `${shown(value)} ${unit}`,
    ratio === undefined ? '' : `${ratio.toFixed(2)} x`,
    note ?? '',
  ])
  const widths = [0, 1, 2].map(column => Math.max(...cells.map(row => row[column].length)))
  const lines = cells.map(([what, value, ratio, note]) =>
    `  ${what.padEnd(widths[0])}  ${value.padStart(widths[1])}  ${ratio.padStart(widths[2])}  ${note}`.trimEnd(),
  )
  return `${title}\n${lines.join('\n')}\n`
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function shown(value) {
  if (value >= 100 || Number.isInteger(value)) return String(Math.round(value))
  return value.toFixed(value >= 10 ? 1 : 2)
}

const PROGRAMS = [
  ['bare', 'bare ssh2'],
  ['smartlic', 'smartlic'],
  ['netmiko', 'netmiko'],
]

/** @param rows `{what, unit, values: {bare?, smartlic, netmiko?}}`; the ratios are smartlic's figure against the others' */
export function compared(title, rows) {
  const ratio = ({ smartlic }, other) => (other > 0 ? `${(smartlic / other).toFixed(2)} x` : '')
  const cells = [
    ['', ...PROGRAMS.map(([, name]) => name), 'of bare', 'of netmiko'],
    ...rows.map(({ what, unit, values }) => [
      what,
      ...PROGRAMS.map(([key]) => (values[key] === undefined ? '' : `${shown(values[key])} ${unit}`.trim())),
      ratio(values, values.bare),
      ratio(values, values.netmiko),
    ]),
  ]
  const widths = cells[0].map((_, column) => Math.max(...cells.map(row => row[column].length)))
  const lines = cells.map(row =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  )
  return `${title}\n${lines.map(line => `  ${line}`).join('\n')}\n`
}
