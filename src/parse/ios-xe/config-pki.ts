// Trustpoints and the trustpool policy in an IOS XE configuration.
import type { FactWriter } from '../contract.ts'
import type { Block } from '../indent.ts'
import { type ConfigText, child, rest } from './config-text.ts'

/** IOS checks CRLs unless told otherwise (command reference, `revocation-check`). */
const DEFAULT_CHECK = ['crl']

export function readPki(config: ConfigText, write: FactWriter): void {
  if (!config.scope.sections) return
  if (config.scope.covers('crypto pki trustpoint')) readTrustpoints(config, write)
  const policy = config.block('crypto pki trustpool policy')
  if (policy !== undefined && config.closed(policy)) setCheck(write, 'pki.trustpool_policy', policy)
  else if (policy === undefined && config.scope.covers('crypto pki trustpool policy')) {
    write.set('pki.trustpool_policy.revocation_check', DEFAULT_CHECK, config.witness)
  }
}

function readTrustpoints(config: ConfigText, write: FactWriter): void {
  const found = config.starting('crypto pki trustpoint')
  const chains = config.scope.covers('crypto pki certificate chain')
  write.set('pki.trustpoints', [], found.length > 0 ? found.map(block => block.line) : config.witness)
  for (const block of found) {
    const name = rest(block.text, 'crypto pki trustpoint')
    const check = child(block, 'revocation-check')
    const revocation_check =
      check === undefined ? DEFAULT_CHECK : rest(check.text, 'revocation-check').split(/\s+/)
    write.set('pki.trustpoints', [{ name, revocation_check }], check?.line ?? block.line)
    const vrf = child(block, 'vrf')
    write.set(
      'pki.trustpoints',
      [{ name, vrf: vrf === undefined ? '' : rest(vrf.text, 'vrf') }],
      vrf?.line ?? block.line,
    )
    write.claim(block.children.map(one => one.line))
    if (!chains) continue
    const chain = config.block(`crypto pki certificate chain ${name}`)
    const has_certificate = chain?.children.some(one => one.text.startsWith('certificate')) ?? false
    write.set('pki.trustpoints', [{ name, has_certificate }], chain?.line ?? block.line)
  }
  for (const chain of config.starting('crypto pki certificate chain')) {
    write.claim([
      chain.line,
      ...chain.children.flatMap(one => [one.line, ...one.children.map(sub => sub.line)]),
    ])
  }
}

function setCheck(write: FactWriter, path: string, block: Block): void {
  const check = child(block, 'revocation-check')
  const values = check === undefined ? DEFAULT_CHECK : rest(check.text, 'revocation-check').split(/\s+/)
  write.set(`${path}.revocation_check`, values, check?.line ?? block.line)
}
