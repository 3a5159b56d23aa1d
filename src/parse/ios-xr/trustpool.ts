// `show crypto ca trustpool` on IOS XR: is the root of Cisco's servers there?
import type { CommandParser } from '../contract.ts'
import { allTell } from '../whole.ts'
import { withoutStamp } from './stamp.ts'

const NEW_ROOT = /IdenTrust Commercial Root CA 1/i
const OLD_ROOT = /QuoVadis Root CA 2/i

export const showTrustpool: CommandParser = {
  command: 'show crypto ca trustpool',
  platforms: ['ios-xr'],
  recognise: head => /^\s*Trustpool: /im.test(head) && /^\s*CA certificate/im.test(head),
  provides: ['pki.trustpool'],
  parse: ({ lines, complete }, write) => {
    const rest = withoutStamp(lines, write)
    const heads = rest.filter(line => /^\s*CA certificate\b/i.test(line.text))
    const first = heads[0]
    if (first === undefined) return
    write.claim(rest)
    const identrust = rest.filter(line => NEW_ROOT.test(line.text))
    const quovadis = rest.filter(line => OLD_ROOT.test(line.text))
    if (identrust.length > 0) write.set('pki.trustpool.identrust', true, identrust.slice(0, 1))
    if (quovadis.length > 0) write.set('pki.trustpool.quovadis', true, quovadis.slice(0, 1))
    // A certificate without its subject may be any: then none is known to be missing.
    const named = allTell(
      rest,
      text => /^\s*CA certificate\b/i.test(text),
      text => /\b(CN|OU|O)=/i.test(text),
    )
    if (complete && named) write.set('pki.trustpool', { identrust: false, quovadis: false }, first)
    if (complete) write.set('pki.trustpool.certificates', heads.length, first)
  },
}
