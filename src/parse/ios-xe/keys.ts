// `show crypto key mypubkey rsa` on IOS XE: which key pairs there are. The keys themselves are of no interest.
import type { CommandParser } from '../contract.ts'
import { readPromptTimestamp } from './clock.ts'

export const publicKeys: CommandParser = {
  command: 'show crypto key mypubkey rsa',
  platforms: ['ios-xe'],
  aliases: [/^sh(o|ow)? cry(p|pt|pto)? key mypubkey (all|rsa)$/],
  recognise: head => /^% Key pair was generated at: /m.test(head) && /^\s*Key name: \S/m.test(head),
  provides: ['pki.keys'],
  parse: ({ lines, complete }, write) => {
    readPromptTimestamp(lines, write)
    const names = lines.flatMap(line => {
      const name = /^\s*Key name: (\S+)/.exec(line.text)?.[1]
      return name === undefined ? [] : [{ value: { name }, lines: line }]
    })
    write.claim(lines)
    if (!complete) write.unreadable('pki.keys', 'the list is cut')
    // A device without any pair prints nothing, which is not told from an empty capture.
    else if (names.length > 0)
      write.setEach(
        'pki.keys',
        names,
        names.map(one => one.lines),
      )
  },
}
