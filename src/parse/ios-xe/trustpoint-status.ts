// `show crypto pki trustpoints [NAME] status` on IOS XE: is the authority installed, are there keys?
import type { CommandParser } from '../contract.ts'
import { readPromptTimestamp } from './clock.ts'

const STATE =
  /^(Keys generated|Issuing CA authenticated|Certificate request\(s\))\s*\.{2,}\s*(Yes|No|None|Pending)\b/i
const KNOWN =
  /^(State:|Subject Name:|Fingerprint (MD5|SHA1|SHA256):|Issuing CA certificate |Router .{0,40}certificate |Last enrollment status:|[A-Za-z][\w.]{0,30}=|Enrollment Protocol|.{0,40}not configured|Using key label)/i

export const trustpointStatus: CommandParser = {
  command: 'show crypto pki trustpoints status',
  platforms: ['ios-xe'],
  aliases: [/^sh(o|ow)? cry(p|pt|pto)? pki trustpoints?( [\w.:-]{1,64})? stat?u?s?$/i],
  recognise: head => /^\s*Keys generated \.{3,}/im.test(head),
  provides: ['pki.trustpoints'],
  rank: 66,
  parse: ({ lines, complete }, write) => {
    readPromptTimestamp(lines, write)
    let name = ''
    for (const line of lines) {
      const text = line.text.trim()
      const heading = /^Trustpoint (\S{1,128}?):?$/.exec(text)?.[1]
      const state = STATE.exec(text)
      if (heading !== undefined) {
        name = heading
        if (complete) write.set('pki.trustpoints', [{ name }], line)
      } else if (state !== null && name !== '' && complete) {
        const [, key = '', value = ''] = state
        const yes = /^yes/i.test(value)
        if (/^keys/i.test(key)) write.set('pki.trustpoints', [{ name, keys_generated: yes }], line)
        else if (/^issuing/i.test(key)) write.set('pki.trustpoints', [{ name, has_certificate: yes }], line)
        else write.set('pki.trustpoints', [{ name, enrollment_pending: /^pending/i.test(value) }], line)
      } else if (state === null && !KNOWN.test(text)) continue
      write.claim(line)
    }
    if (!complete) write.unreadable('pki.trustpoints', 'the list is cut')
  },
}
