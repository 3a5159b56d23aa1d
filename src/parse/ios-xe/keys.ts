// `show crypto key mypubkey rsa` on IOS XE: which key pairs there are. The keys themselves are of no interest.
import type { CommandParser, Line } from '../contract.ts'
import { readPromptTimestamp } from './clock.ts'

const RECORD = /^% Key pair was generated at: /

export const publicKeys: CommandParser = {
  command: 'show crypto key mypubkey rsa',
  platforms: ['ios-xe'],
  aliases: [/^sh(o|ow)? cry(p|pt|pto)? key mypubkey (all|rsa)$/],
  recognise: head => /^% Key pair was generated at: /m.test(head) && /^\s*Key name: \S/m.test(head),
  provides: ['pki.keys'],
  parse: ({ lines, complete }, write) => {
    readPromptTimestamp(lines, write)
    write.claim(lines)
    const pairs: { value: { name?: string }; lines: Line }[] = []
    for (const line of lines) {
      const name = /^\s*Key name: (\S+)/.exec(line.text)?.[1]
      const open = pairs.at(-1)
      // A record whose name was lost stays in the list: it may be any.
      if (RECORD.test(line.text) || (name !== undefined && open?.value.name !== undefined))
        pairs.push({ value: {}, lines: line })
      if (name === undefined) continue
      const pair = pairs.at(-1)
      if (pair === undefined) pairs.push({ value: { name }, lines: line })
      else Object.assign(pair, { value: { name }, lines: line })
    }
    if (!complete) write.unreadable('pki.keys', 'the list is cut')
    // A device without any pair prints nothing, which is not told from an empty capture.
    else if (pairs.length > 0)
      write.setEach(
        'pki.keys',
        pairs,
        pairs.map(pair => pair.lines),
      )
  },
}
