// `show crypto ca certificates` on IOS XR: what is installed in each trustpoint, and until when it is valid.
import type { CommandParser, Line } from '../contract.ts'
import { printedTime } from '../time.ts'
import { withoutStamp } from './stamp.ts'

interface Certificate {
  readonly trustpoint: string
  readonly kind: string
  readonly lines: Line[]
  readonly subject: string[]
  readonly issuer: string[]
  serial: string
  status: string
  valid_from?: string
  valid_until?: string
}

const FIELD = /^([A-Z][A-Za-z0-9 ()]{1,30}?)\s*:\s*(.*)$/
const PART = /^[A-Za-z][A-Za-z0-9.]{0,30}\s?=\s?\S/

export const showCertificates: CommandParser = {
  command: 'show crypto ca certificates',
  platforms: ['ios-xr'],
  aliases: [/^sho?w? cry\w* (ca|pki) cert\w*( [\w.:-]{1,64})?$/],
  recognise: head => /^\s*Trustpoint\s+:\s*\S/im.test(head) && /^\s*CA certificate\b/im.test(head),
  provides: ['pki.certificates'],
  rank: 40,
  parse: ({ command, lines, complete }, write) => {
    const rest = withoutStamp(lines, write)
    const found: Certificate[] = []
    let trustpoint = ''
    let field = ''
    for (const line of rest) {
      const text = line.text.trim()
      const named = /^Trustpoint\s*:\s*(\S{1,128})/i.exec(text)?.[1]
      const kind = /^CA certificate\b/i.test(text)
        ? 'ca'
        : /^Router certificate\b/i.test(text)
          ? 'router'
          : undefined
      const current = found.at(-1)
      if (named !== undefined) trustpoint = named
      else if (kind !== undefined)
        found.push({
          trustpoint,
          kind,
          lines: [line],
          subject: [],
          issuer: [],
          serial: '',
          status: 'available',
        })
      else if (current !== undefined) field = readLine(line, text, field, current)
      else if (!/^=+$/.test(text)) continue
      write.claim(line)
    }
    const first = found[0]?.lines ?? rest.slice(0, 1)
    if (!complete) write.unreadable('pki.certificates', 'the list is cut')
    else if (found.length > 0 || /cert\w*$/i.test(command.trim()))
      write.setEach(
        'pki.certificates',
        found.map(({ lines: own, subject, issuer, ...value }) => ({
          value: { ...value, subject: subject.join(', '), issuer: issuer.join(', ') },
          lines: own,
        })),
        first,
      )
  },
}

/** Reads one line of a block; returns the field that is open after it. */
function readLine(line: Line, text: string, field: string, one: Certificate): string {
  if (PART.test(text) && (field === 'subject' || field === 'issued by')) {
    ;(field === 'subject' ? one.subject : one.issuer).push(text)
    one.lines.push(line)
    return field
  }
  const pair = FIELD.exec(text)
  const key = (pair?.[1] ?? '').toLowerCase()
  const value = (pair?.[2] ?? '').trim()
  if (key === 'serial number' && field !== 'subject') one.serial ||= value
  else if (key === 'status') one.status = value.toLowerCase()
  else if (key === 'validity start' || key === 'validity end') {
    const wall = printedTime(value)
    if (wall !== undefined) one[key === 'validity start' ? 'valid_from' : 'valid_until'] = wall
    one.lines.push(line)
  } else if (key === 'subject' || key === 'issued by') {
    if (value !== '') (key === 'subject' ? one.subject : one.issuer).push(value)
    return key
  }
  return /^(name|ip address|serial number)$/.test(key) ? field : key
}
