// What the terminal can show: colour, symbols, links, width. One place decides.
import { Chalk, type ChalkInstance, type ColorSupportLevel, supportsColor } from 'chalk'
import { ASCII_SYMBOLS, type Meaning, type Style, UNICODE_SYMBOLS } from '../report/style.ts'
import { hyperlinker } from './links.ts'

export type Theme = Style

export interface ThemeOptions {
  readonly stream: { readonly isTTY?: boolean; readonly columns?: number }
  /** No colour and no links, whatever the terminal can do. */
  readonly plain?: boolean
  readonly env?: Readonly<Record<string, string | undefined>>
}

const MIN_WIDTH = 60
const MAX_WIDTH = 160
const DEFAULT_WIDTH = 80

/** Colours by meaning, never by taste: each also has a word or a symbol, so nothing is lost without them. */
function palette(chalk: ChalkInstance): Record<Meaning, (text: string) => string> {
  return {
    ok: chalk.green,
    critical: chalk.redBright.bold,
    warning: chalk.yellow,
    unknown: chalk.magenta,
    dim: chalk.dim,
    strong: chalk.bold,
    paste: chalk.cyan,
    plain: text => text,
  }
}

export function createTheme(options: ThemeOptions): Theme {
  const env = options.env ?? process.env
  const level = options.plain ? 0 : colourLevel(options.stream, env)
  return {
    width: terminalWidth(options.stream, env),
    symbols: isUtf8(env) ? UNICODE_SYMBOLS : ASCII_SYMBOLS,
    paint: paintWith(palette(new Chalk({ level }))),
    link: hyperlinker(options.stream, env, options.plain === true),
  }
}

function paintWith(colours: Record<Meaning, (text: string) => string>): Style['paint'] {
  return (meaning, text) => (text === '' ? '' : colours[meaning](text))
}

/** FORCE_COLOR wins over NO_COLOR (as in Node itself), both over what the terminal says. */
export function colourLevel(
  stream: ThemeOptions['stream'],
  env: Readonly<Record<string, string | undefined>>,
): ColorSupportLevel {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) {
    if (forced === '0' || forced === 'false') return 0
    return forced === '2' ? 2 : forced === '3' ? 3 : 1
  }
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb' || !stream.isTTY) return 0
  return supportsColor ? supportsColor.level : 1
}

export function terminalWidth(
  stream: ThemeOptions['stream'],
  env: Readonly<Record<string, string | undefined>>,
): number {
  const asked = Number.parseInt(env['COLUMNS'] ?? '', 10)
  const width = asked > 0 ? asked : stream.isTTY && stream.columns ? stream.columns : DEFAULT_WIDTH
  return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width))
}

/** POSIX order: LC_ALL, LC_CTYPE, LANG; none set means the C locale, as under cron. */
export function isUtf8(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  return /utf-?8/i.test(locale) || env['WT_SESSION'] !== undefined
}
