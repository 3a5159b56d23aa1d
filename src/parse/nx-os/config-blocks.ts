// Sections of an NX-OS configuration: VRF contexts, interfaces, trustpoints.
import type { Line } from '../contract.ts'
import { type Block, blockLines } from '../indent.ts'
import type { ConfigContext } from './config-header.ts'
import { readNetLine } from './config-net.ts'
import { fixedVrf, interfaceName, vrfName } from './names.ts'

export function readVrfContext(printed: string, block: Block, context: ConfigContext): void {
  const name = vrfName(printed)
  context.write.claim(block.line)
  if (context.whole && name !== '') context.write.set('vrfs', [{ name }], block.line)
  for (const child of block.children) {
    if (!readNetLine(child, name, context) && /^ip domain-(name|list)\b/i.test(child.text)) {
      context.write.claim(child.line)
    }
  }
}

/**
 * One interface. An interface list from part of a configuration would make the others look absent, so parts give none.
 * `up` is told only when the configuration holds it down: SVIs are shut unless `no shutdown` stands there.
 */
export function readInterface(printed: string, block: Block, { write, whole, input }: ConfigContext): void {
  write.claim(block.line)
  if (!whole) return
  const name = interfaceName(printed)
  const proof: Line[] = [block.line]
  let vrf = fixedVrf(name)
  let address: string | undefined = ''
  let ipv6_address: string | undefined = ''
  let acl_in = ''
  let shut = /^Vlan\d/.test(name) && input.complete
  for (const child of block.children) {
    const member = /^vrf member (\S+)$/i.exec(child.text)
    const ip = /^ip(?:v6)? address (\S+)/i.exec(child.text)
    const acl = /^ip access-group (\S+) in$/i.exec(child.text)
    if (/^ipv6 address /i.test(child.text)) ipv6_address = /^[0-9A-Fa-f:]+(?=\/|$)/.exec(ip?.[1] ?? '')?.[0]
    if (acl?.[1] !== undefined) acl_in = acl[1]
    else if (member?.[1] !== undefined) vrf = vrfName(member[1])
    else if (ip?.[1] !== undefined) {
      // An address from DHCP or `ip unnumbered` is not in the configuration: unknown, not none.
      const literal = /^[0-9A-Fa-f.:]+(?=\/|$)/.exec(ip[1])?.[0]
      if (address === '') address = literal
    } else if (/^ip unnumbered\b/i.test(child.text)) address = undefined
    else if (/^(no )?shutdown$/i.test(child.text)) shut = !/^no /i.test(child.text)
    else continue
    proof.push(child.line)
  }
  write.set(
    'interfaces',
    [
      {
        name,
        vrf: vrf ?? '',
        acl_in,
        ...(address === undefined ? {} : { address }),
        ...(ipv6_address === undefined ? {} : { ipv6_address }),
        ...(shut ? { up: false } : {}),
      },
    ],
    proof,
  )
}

/** `ip access-list NAME` where an interface applies it to incoming packets. */
export function readAccessLists(blocks: readonly Block[], { write, whole }: ConfigContext): void {
  if (!whole) return
  const applied = new Set(
    blocks.flatMap(block => block.children).map(child => /^ip access-group (\S+) in$/i.exec(child.text)?.[1]),
  )
  for (const block of blocks) {
    const name = /^ip access-list (\S+)$/i.exec(block.text)?.[1]
    if (name === undefined || !applied.has(name)) continue
    const entries = block.children
      .map(child => child.text.replace(/^\d+ +/, ''))
      .filter(text => /^(permit|deny) +(?!host |any)[a-z][a-z0-9]* /.test(text))
    if (entries.length > 0) write.set('access_lists', [{ name, entries }], blockLines(block))
  }
}

export function readTrustpoint(name: string, block: Block, { write, whole }: ConfigContext): void {
  write.claim(block.line)
  if (!whole) return
  const check = block.children.find(child => /^revocation-check\s/i.test(child.text))
  const methods = check === undefined ? undefined : check.text.toLowerCase().split(/\s+/).slice(1)
  const proof = check === undefined ? [block.line] : [block.line, check.line]
  write.set(
    'pki.trustpoints',
    [{ name, ...(methods === undefined ? {} : { revocation_check: methods }) }],
    proof,
  )
}
