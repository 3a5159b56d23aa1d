// `show crypto pki certificates [verbose] [TRUSTPOINT]` on IOS XE: what is installed, and until when it is valid.
import type { CommandParser, FactWriter, Line, ParserInput } from '../contract.ts'
import { printedTime } from '../time.ts'
import { readPromptTimestamp } from './clock.ts'

const HEADINGS: readonly (readonly [shape: RegExp, kind: string])[] = [
  [/^CA Certificate\b/i, 'ca'],
  [/^Router Self-Signed Certificate\b/i, 'self-signed'],
  [/^((Router )?(General Purpose |Signature |Encryption )?Certificate|Rollover Certificate)\b/i, 'router'],
]
/** Keys of a block, at its own indentation; what is deeper belongs to the key above. */
const FIELD = /^\s{1,4}([A-Z][A-Za-z0-9 ()]{1,40}):\s*(.*)$/
const DATE = /^\s*(start|end|renew)\s+date:\s*(.+)$/i
/** `cn=...`, `serialNumber=...+hostname=...`; `Name:` repeats the cn. */
const NAME_PART = /^\s+([A-Za-z][A-Za-z0-9.]{0,30}=.+)$/

interface Certificate {
  readonly kind: string
  readonly lines: Line[]
  readonly subject: string[]
  readonly issuer: string[]
  trustpoints: string[]
  name: string
  serial: string
  status: string
  from: string
  until: string
}

function parseCertificates(input: ParserInput, write: FactWriter): void {
  readPromptTimestamp(input.lines, write)
  const found = readCertificates(input.lines, write)
  if (!input.complete) {
    write.unreadable('pki.certificates', 'the list is cut')
    return
  }
  const elements = found.flatMap(one =>
    one.trustpoints.map(trustpoint => ({
      value: {
        trustpoint,
        kind: one.kind,
        // A request that is still open has a name and no subject yet.
        subject: one.subject.length === 0 ? one.name : one.subject.join(', '),
        issuer: one.issuer.join(', '),
        serial: one.serial,
        status: one.status,
        ...(one.from === '' ? {} : { valid_from: one.from }),
        ...(one.until === '' ? {} : { valid_until: one.until }),
      },
      lines: one.lines,
    })),
  )
  const first = found[0]?.lines ?? input.lines.slice(0, 1)
  // A command that names a trustpoint says nothing of the others.
  if (elements.length > 0 || isWhole(input.command)) write.setEach('pki.certificates', elements, first)
}

function isWhole(command: string): boolean {
  return /certificates?( verbose)?$/i.test(command.trim())
}

function readCertificates(lines: readonly Line[], write: FactWriter): Certificate[] {
  const found: Certificate[] = []
  let field = ''
  for (const line of lines) {
    const text = line.text.trim()
    const kind = /^\s/.test(line.text) ? undefined : HEADINGS.find(([shape]) => shape.test(text))?.[1]
    if (kind !== undefined) {
      found.push(start(kind, line))
      field = ''
      continue
    }
    const current = found.at(-1)
    if (current === undefined || text === '') continue
    field = readLine(line, field, current) ?? field
    write.claim(line)
  }
  for (const one of found) write.claim(one.lines)
  return found
}

function start(kind: string, line: Line): Certificate {
  return {
    kind,
    lines: [line],
    subject: [],
    issuer: [],
    trustpoints: [''],
    name: '',
    serial: '',
    status: '',
    from: '',
    until: '',
  }
}

/** Reads one line into the block; returns the field it opened. */
function readLine(line: Line, field: string, one: Certificate): string | undefined {
  const date = DATE.exec(line.text)
  if (date?.[2] !== undefined) {
    const wall = printedTime(date[2]) ?? ''
    if (/^start/i.test(date[1] ?? '')) one.from = wall
    else if (/^end/i.test(date[1] ?? '')) one.until = wall
    one.lines.push(line)
    return undefined
  }
  const part = NAME_PART.exec(line.text)?.[1]
  if (part !== undefined && (field === 'subject' || field === 'issuer')) {
    ;(field === 'subject' ? one.subject : one.issuer).push(part.trim())
    one.lines.push(line)
    return undefined
  }
  const pair = FIELD.exec(line.text)
  if (pair === null) return undefined
  const key = (pair[1] ?? '').toLowerCase()
  const value = (pair[2] ?? '').trim()
  if (key === 'status') one.status = value.toLowerCase()
  else if (key.startsWith('certificate serial number')) one.serial = value
  else if (/^associated trustpoints?$/.test(key)) one.trustpoints = value === '' ? [''] : value.split(/\s+/)
  else if (key === 'name') one.name = value
  // These stand inside the subject.
  else return /^(serial number|ip address)$/.test(key) ? undefined : key
  one.lines.push(line)
  return key === 'name' ? undefined : key
}

export const certificates: CommandParser = {
  command: 'show crypto pki certificates',
  platforms: ['ios-xe'],
  aliases: [/^sh(o|ow)? cry(p|pt|pto)? (pki|ca) cert(i\w*)?( verbose)?( [\w.:-]{1,64})?$/i],
  recognise: head =>
    /^(Router Self-Signed |CA )?Certificate[ \t]*\n[ \t]+Status: /im.test(head) &&
    !/Trustpool: (Built-In|Downloaded)/i.test(head),
  provides: ['pki.certificates'],
  rank: 40,
  parse: parseCertificates,
}
