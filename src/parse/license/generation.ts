// Decides the licensing generation from the output alone: a rule of one generation is wrong on another.
import type { Line } from '../contract.ts'
import type { Section } from './sections.ts'
import type { LicenseContext } from './values.ts'

/**
 * Sets `license.generation` and `license.enabled`. Order: an enabled policy mode, then the blocks only policy output
 * has, then a reservation, then the classic register/authorise blocks, then node-locked licences. The output wins
 * over the release: a CSR 1000V on 17.3 is still classic.
 */
export function readGeneration(sections: readonly Section[], context: LicenseContext): void {
  const { write } = context
  let off: readonly Line[] | undefined
  for (const entry of sections.flatMap(section => (section.id === 'preamble' ? section.entries : []))) {
    const state = /^smart licensing is (enabled|disabled)\b/i.exec(entry.text)?.[1]?.toLowerCase()
    const reservation = /^license reservation is (enabled|disabled)\b/i.exec(entry.text)?.[1]?.toLowerCase()
    if (reservation !== undefined)
      write.set('license.reservation.enabled', reservation === 'enabled', entry.lines)
    if (state === undefined) continue
    write.set('license.enabled', state === 'enabled', entry.lines)
    if (state === 'disabled') off = entry.lines
  }
  const policy = policyProof(sections)
  if (policy !== undefined) {
    write.set('license.generation', 'policy', policy)
    write.set('license.enabled', true, policy)
    // Policy licensing has no evaluation period.
    write.set('license.evaluation', { in_use: false, expired: false }, policy)
    return
  }
  const status = statusOf(sections, 'registration')
  const authorization = statusOf(sections, 'authorization')
  if (status !== undefined && /reservation/i.test(status.text)) {
    write.set('license.generation', 'reservation', status.lines)
    write.set('license.reservation.enabled', true, status.lines)
  } else if (authorization !== undefined && /reserved/i.test(authorization.text)) {
    write.set('license.generation', 'reservation', authorization.lines)
  } else if (status !== undefined && off === undefined) {
    write.set('license.generation', 'classic', status.lines)
  } else if (
    authorization !== undefined &&
    !/not applicable/i.test(authorization.value) &&
    off === undefined
  ) {
    write.set('license.generation', 'classic', authorization.lines)
  } else {
    const nodeLocked = traditionalProof(sections) ?? off
    if (nodeLocked !== undefined) write.set('license.generation', 'traditional', nodeLocked)
  }
}

function policyProof(sections: readonly Section[]): readonly Line[] | undefined {
  for (const section of sections) {
    if (section.id === 'policy-mode') {
      const enabled = section.entries.find(entry => entry.key === 'status' && /^enabled/i.test(entry.value))
      if (enabled !== undefined)
        return [...(section.head === undefined ? [] : [section.head]), ...enabled.lines]
    }
  }
  for (const section of sections) {
    const head = section.head
    if (head !== undefined && (section.id === 'reporting' || section.id === 'trust')) return [head]
    const inUse = section.entries.find(
      entry => entry.key === 'policy in use' || entry.key === 'next ack deadline',
    )
    if (inUse !== undefined) return inUse.lines
  }
  // `show license usage` of policy devices: the authorization of classic licensing does not exist there.
  const status = statusOf(sections, 'authorization')
  return status !== undefined && /^not applicable/i.test(status.value) ? status.lines : undefined
}

function statusOf(sections: readonly Section[], id: Section['id']) {
  return sections.find(section => section.id === id)?.entries.find(entry => entry.key === 'status')
}

/** IOS feature lists, NX-OS licence files. */
function traditionalProof(sections: readonly Section[]): readonly Line[] | undefined {
  const shapes = [
    /^(store)?index:?\s*\d+\s+feature:/i,
    /^license store:/i,
    /^INCREMENT \S+ cisco /,
    /^SERVER this_host ANY/,
  ]
  for (const section of sections) {
    const entry = section.entries.find(one => shapes.some(shape => shape.test(one.text)))
    if (entry !== undefined) return entry.lines
  }
  return undefined
}
