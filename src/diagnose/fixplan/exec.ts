// Exec lines of several fixes as one list: none twice, none that another makes superfluous, in an order that works.

/** First match decides: the smaller number is typed first. */
const ORDER: readonly RegExp[] = [
  /^clock set\b/,
  /^crypto\b/,
  /^license smart deregister\b/,
  /^license smart register\b/,
  /^license smart trust\b/,
  /^license smart renew id\b/i,
  /^license smart renew auth\b/i,
  /^license smart (?:authorization|conversion)\b/,
  /^license smart sync\b/,
  // Registering makes new keys: what is saved has to hold them.
  /^(?:write memory|copy running-config startup-config)$/,
]

const REGISTER = /^license smart register\b/
const TRUST = /^license smart trust idtoken\b/
const SAVE = /^(?:write memory|copy running-config startup-config)$/

/** Lines that make the agent talk to its server: all else has to be in place by then. */
const ATTEMPT = /^license smart (?:deregister|register|trust|renew|sync)\b/i

export function isAttempt(line: string): boolean {
  return ATTEMPT.test(core(line))
}

/** An exec line and the shorter form under which it is known: IOS XR types some in the admin plane. */
function core(line: string): string {
  return line.trim().replace(/^admin /, '')
}

function rank(line: string): number {
  const at = ORDER.findIndex(shape => shape.test(core(line)))
  return at < 0 ? ORDER.length : at
}

/**
 * Lines in the order to type them. Registrations become one (with `force` when any fix asks for it), and so do
 * requests for trust codes.
 */
export function mergeExec(lines: readonly string[]): string[] {
  const merged = [...new Set(lines.map(line => line.trim()))].filter(
    line => !REGISTER.test(core(line)) && !TRUST.test(core(line)),
  )
  for (const shape of [REGISTER, TRUST]) {
    const asked = lines.map(line => line.trim()).filter(line => shape.test(core(line)))
    const strongest = union(asked)
    if (strongest !== undefined) merged.push(strongest)
  }
  return merged
    .map((line, at) => ({ line, at }))
    .sort((a, b) => rank(a.line) - rank(b.line) || a.at - b.at)
    .map(({ line }) => line)
}

/** `... idtoken <TOKEN>` with `all` and `force` where any of the lines has them. */
function union(lines: readonly string[]): string | undefined {
  const [first] = lines
  if (first === undefined) return undefined
  const options = ['local', 'all', 'force'].filter(word => lines.some(line => line.split(' ').includes(word)))
  const wanted = options.includes('all') ? options.filter(word => word !== 'local') : options
  return [...first.split(' ').filter(word => !['local', 'all', 'force'].includes(word)), ...wanted].join(' ')
}

/**
 * The line among `all` that does what `line` does, so that it need not be typed: a registration asks for
 * authorization and certificate by itself, and the configuration block ends with saving.
 */
export function madeNeedlessBy(
  line: string,
  all: readonly string[],
  configured: boolean,
): string | undefined {
  const text = core(line)
  const registration = all.find(other => REGISTER.test(core(other)))
  if (/^license smart renew (?:auth|id)\b/i.test(text)) return registration
  if (SAVE.test(text) && configured && registration === undefined) return 'the end of the configuration block'
  return undefined
}
