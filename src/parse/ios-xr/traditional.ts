// Traditional (node-locked) licensing on IOS XR: `show license pools` and `show license allocated`.
import type { CommandParser } from '../contract.ts'
import { withoutStamp } from './stamp.ts'

/** Lines only traditional licensing prints: the command alone does not tell, both modes know `show license ...`. */
const SIGN = /^\s*(Pool:\s+\S|FeatureID:\s+\S|Feature:\s+\S|Locations with licenses:)/i

function traditional(command: string, aliases: readonly RegExp[], recognise: RegExp): CommandParser {
  return {
    command,
    platforms: ['ios-xr'],
    aliases,
    recognise: head => recognise.test(head),
    provides: ['license.generation'],
    rank: 70,
    parse: ({ lines }, write) => {
      const rest = withoutStamp(lines, write)
      const signs = rest.filter(line => SIGN.test(line.text))
      if (signs.length === 0) return
      write.claim(rest)
      write.set('license.generation', 'traditional', signs.slice(0, 2))
    },
  }
}

export const showPools = traditional(
  'admin show license pools',
  [/^(?:adm?i?n? )?sho?w? licen[cs]e pools$/],
  /^\s*Pool:\s+\S+\s*$[\s\S]{0,200}^\s*Feature:\s/im,
)

export const showAllocated = traditional(
  'admin show license allocated',
  [/^(?:adm?i?n? )?sho?w? licen[cs]e allo?c?a?t?e?d?$/],
  /^\s*FeatureID:\s+\S/im,
)
