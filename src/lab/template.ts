// `{{...}}` in device files: times relative to the device's own clock, and named pieces of text.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** Times a template can name. `now` stands still while a lab runs, so that two outputs agree; `live` moves. */
export interface Clocks {
  /** The device's clock when the lab started. */
  readonly now: Date
  /** The device's clock at this moment. */
  readonly live: Date
  /** True time when the lab started: differs from `now` on a device whose clock is wrong. */
  readonly true: Date
}

/** Seconds of `3d2h`, `-400d`, `90m`. Throws on anything else. */
export function parseSpan(text: string): number {
  const match = /^([+-]?)((?:\d{1,6}[smhdw])+)$/.exec(text.trim())
  if (match === null) throw new Error(`not a span of time: "${text}" (write e.g. 3d2h or -90m)`)
  let seconds = 0
  for (const part of (match[2] ?? '').matchAll(/(\d+)([smhdw])/g)) {
    seconds += Number(part[1]) * (UNIT_SECONDS[part[2] ?? ''] ?? 0)
  }
  return match[1] === '-' ? -seconds : seconds
}

const two = (n: number): string => String(n).padStart(2, '0')

/** The stamps Cisco devices print, all in UTC. The default is the licence agent's: `Jun 22 16:15:44 2022 UTC`. */
export function formatTime(at: Date, format: string): string {
  const month = MONTHS[at.getUTCMonth()] ?? ''
  const weekday = DAYS[at.getUTCDay()] ?? ''
  const date = at.getUTCDate()
  const year = at.getUTCFullYear()
  const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
  const millis = `${time}.${String(at.getUTCMilliseconds()).padStart(3, '0')}`
  const iso = `${year}-${two(at.getUTCMonth() + 1)}-${two(date)} ${time}`
  switch (format) {
    case 'license':
      return `${month} ${two(date)} ${time} ${year} UTC`
    case 'clock':
      return `${millis} UTC ${weekday} ${month} ${date} ${year}`
    case 'nvram':
      return `${time} UTC ${weekday} ${month} ${date} ${year}`
    case 'log':
      return `${month} ${String(date).padStart(2, ' ')} ${millis}`
    case 'ctime':
      return `${weekday} ${month} ${String(date).padStart(2, ' ')} ${time} ${year}`
    case 'xr':
      return `${weekday} ${month} ${two(date)} ${year} ${time} UTC`
    case 'xrline':
      return `${weekday} ${month} ${String(date).padStart(2, ' ')} ${millis} UTC`
    case 'nxlog':
      return `${year} ${month} ${String(date).padStart(2, ' ')} ${time}`
    case 'iso':
      return iso
    case 'zulu':
      return `${iso.replace(' ', 'T')}Z`
    case 'eventlog':
      return `${iso}.${String(at.getUTCMilliseconds()).padStart(3, '0')} UTC`
    case 'hms':
      return time
    case 'pki':
      return `${time} UTC ${month} ${date} ${year}`
    case 'epochms':
      return String(at.getTime())
    case 'epoch':
      return String(Math.floor(at.getTime() / 1000))
    default:
      throw new Error(`unknown time format "${format}"`)
  }
}

/** `Registration:` block of `show license status` as `show license summary` prints it: fewer lines, no dates of success. */
function summaryOf(text: string): string {
  return text
    .split('\n')
    .filter(
      line =>
        !/^\s*(Initial Registration|Registration Expires|Communication Deadline|Next Registration Attempt):/.test(
          line,
        ),
    )
    .map(line =>
      line.replace(
        /^(\s*(?:Status: (?:AUTHORIZED|OUT OF COMPLIANCE)|Last Communication Attempt: \w+)) on .*$/,
        '$1',
      ),
    )
    .join('\n')
}

const FILTERS: Readonly<Record<string, (text: string) => string>> = {
  summary: summaryOf,
  upper: text => text.toUpperCase(),
}

/**
 * Fills `{{now-3d2h|clock}}`, `{{live|clock}}`, `{{true-1d}}`, `{{name}}` and `{{name|filter}}`. Text taken from `vars` may
 * hold templates itself. Throws on an unknown name, filter or format: a device file with a typo is of no use.
 */
export function fill(
  text: string,
  clocks: Clocks,
  vars: Readonly<Record<string, string>>,
  depth = 0,
): string {
  if (depth > 8) throw new Error('vars refer to each other without end')
  return text.replace(
    /\{\{\s*([^{}|]{1,80}?)\s*(?:\|\s*([a-z]{1,20})\s*)?\}\}/g,
    (whole, subject: string, filter?: string) => {
      const time = /^(now|live|true)([+-].*)?$/.exec(subject)
      if (time !== null) {
        const base = time[1] === 'live' ? clocks.live : time[1] === 'true' ? clocks.true : clocks.now
        const seconds = time[2] === undefined ? 0 : parseSpan(time[2])
        return formatTime(new Date(base.getTime() + seconds * 1000), filter ?? 'license')
      }
      const value = Object.hasOwn(vars, subject) ? vars[subject] : undefined
      if (value === undefined) throw new Error(`unknown name in ${whole}`)
      // A block in vars ends with a line end that the line holding {{name}} has already.
      const filled = fill(value.replace(/\n$/, ''), clocks, vars, depth + 1)
      if (filter === undefined) return filled
      const apply = Object.hasOwn(FILTERS, filter) ? FILTERS[filter] : undefined
      if (apply === undefined) throw new Error(`unknown filter in ${whole}`)
      return apply(filled)
    },
  )
}
