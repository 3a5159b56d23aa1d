// Interfaces, static routes, trustpoints and VRFs in an IOS XR configuration.
import type { Line } from '../contract.ts'
import { type Block, blockLines, readBlocks } from '../indent.ts'
import type { XrConfig } from './config-tree.ts'
import { vrfName } from './names.ts'

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})$/

export function readSections(config: XrConfig): void {
  const blocks = readBlocks(config.lines)
  readAccessLists(blocks, config)
  for (const block of blocks) {
    const port = /^interface (?!preconfigure )(\S+)(?: l2transport)?$/i.exec(block.text)?.[1]
    const trustpoint = /^crypto ca trustpoint (\S+)$/i.exec(block.text)?.[1]
    const vrf = /^vrf (\S+)$/i.exec(block.text)?.[1]
    if (port !== undefined) readInterface(port, block, config)
    else if (trustpoint !== undefined) readTrustpoint(trustpoint, block, config)
    else if (/^router static$/i.test(block.text)) readStatic(block, '', config)
    else if (vrf !== undefined) {
      config.write.claim(block.line)
      if (config.covers('vrfs')) config.write.set('vrfs', [{ name: vrf }], block.line)
    }
  }
}

/** `up` is told only for ports that are shut: the configuration does not know the link. */
function readInterface(name: string, block: Block, { write, covers }: XrConfig): void {
  write.claim(block.line)
  if (!covers('interfaces')) return
  const proof: Line[] = [block.line]
  let vrf = ''
  let address: string | undefined = ''
  let ipv6_address: string | undefined = ''
  let acl_in = ''
  let shut = false
  for (const child of block.children) {
    const member = /^vrf (\S+)$/i.exec(child.text)?.[1]
    const ip = /^ipv[46] address (\S+)/i.exec(child.text)?.[1]
    const acl = /^ipv4 access-group (\S+) ingress\b/i.exec(child.text)?.[1]
    if (acl !== undefined) acl_in = acl
    else if (member !== undefined) vrf = vrfName(member)
    else if (ip !== undefined) {
      const literal = /^[0-9A-Fa-f.:]+(?=\/|$)/.exec(ip)?.[0]
      if (/^ipv6 /i.test(child.text) && !/link-local/i.test(child.text)) ipv6_address = literal
      if (address === '' && !/link-local/i.test(child.text)) address = literal
    } else if (/^ipv4 unnumbered\b/i.test(child.text)) address = undefined
    else if (/^shutdown$/i.test(child.text)) shut = true
    else continue
    proof.push(child.line)
  }
  write.set(
    'interfaces',
    [
      {
        name,
        vrf,
        acl_in,
        ...(address === undefined ? {} : { address }),
        ...(ipv6_address === undefined ? {} : { ipv6_address }),
        ...(shut ? { up: false } : {}),
      },
    ],
    proof,
  )
}

/** Known only from the whole configuration: the lists and the interfaces that apply them. */
function readAccessLists(blocks: readonly Block[], { write, covers }: XrConfig): void {
  if (!covers('interfaces') || !covers('routes')) return
  const applied = new Set(
    blocks
      .flatMap(block => block.children)
      .map(child => /^ipv4 access-group (\S+) ingress\b/i.exec(child.text)?.[1]),
  )
  for (const block of blocks) {
    const name = /^ipv4 access-list (\S+)$/i.exec(block.text)?.[1]
    if (name === undefined || !applied.has(name)) continue
    const entries = block.children
      .map(child => child.text.replace(/^\d+ +/, ''))
      .filter(text => /^(permit|deny) +(?!host |any)[a-z][a-z0-9]* /.test(text))
    if (entries.length > 0) write.set('access_lists', [{ name, entries }], blockLines(block))
  }
}

function readTrustpoint(name: string, block: Block, { write, covers }: XrConfig): void {
  write.claim(block.line)
  if (!covers('crypto')) return
  const vrf = block.children.find(child => /^vrf \S+$/i.test(child.text))
  const crl = block.children.find(child => /^crl optional\b/i.test(child.text))
  const add = (part: Record<string, unknown>, proof: Line): void =>
    write.set('pki.trustpoints', [{ name, ...part }], proof)
  // Without a line the list is needed; `crl optional` goes on without one.
  add({ revocation_check: crl === undefined ? ['crl'] : ['crl', 'none'] }, crl?.line ?? block.line)
  add({ vrf: vrf === undefined ? '' : vrfName(vrf.text.split(/\s+/)[1] ?? '') }, vrf?.line ?? block.line)
}

/** `router static` / [`vrf V`] / `address-family ipv4 unicast` / `PREFIX [INTERFACE] NEXT-HOP`. */
function readStatic(block: Block, vrf: string, config: XrConfig): void {
  const { write, covers } = config
  write.claim(block.line)
  for (const child of block.children) {
    const below = /^vrf (\S+)$/i.exec(child.text)?.[1]
    const route = /^([0-9A-Fa-f.:]+\/\d{1,3}) (.+)$/.exec(child.text)
    if (below !== undefined) readStatic(child, vrfName(below), config)
    else if (/^address-family /i.test(child.text)) readStatic(child, vrf, config)
    else if (route?.[1] !== undefined && route[2] !== undefined) {
      const words = route[2].split(/\s+/)
      const next_hop = words.find(word => ADDRESS.test(word)) ?? words[0] ?? ''
      const is_default = route[1] === '0.0.0.0/0' || route[1] === '::/0'
      write.claim(child.line)
      if (covers('routes')) write.set('routes', [{ vrf, prefix: route[1], next_hop, is_default }], child.line)
    }
  }
}
