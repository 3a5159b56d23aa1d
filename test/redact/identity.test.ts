// Nothing that says who or where a simulated device is comes through at level identity, and everything reads back.
import { describe, expect, test } from 'vitest'
import { loadDevices } from '../../src/lab/load.ts'
import type { LabDevice } from '../../src/lab/types.ts'
import { redactCaptures } from '../../src/redact/captures.ts'
import { isKeptHost } from '../../src/redact/identity/hosts.ts'
import { isKeptIpv4, parseIpv4 } from '../../src/redact/identity/ipv4.ts'
import { unredact } from '../../src/redact/unredact.ts'
import { capturesOf } from '../lab/captures.ts'
import { testMap } from './keyed.ts'

const NOW = new Date('2026-03-04T08:00:00Z')

function identityOf(device: LabDevice, text: string): string[] {
  const { sn = '', smart_account = '', virtual_account = '' } = device.vars
  const addresses = (text.match(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/g) ?? []).filter(found => {
    const bytes = parseIpv4(found)
    return bytes !== undefined && !isKeptIpv4(bytes) && !/^(?:0|1)\./.test(found)
  })
  const hosts = [...text.matchAll(/https?:\/\/([\w.-]+)/g)].map(found => found[1] ?? '')
  const mails = (text.match(/[\w.+-]+@[\w-]+\.[\w.-]+\w/g) ?? []).filter(mail => !mail.endsWith('@cisco.com'))
  const serials = [...text.matchAll(/SN:\s?(\w{6,})/g)].map(found => found[1] ?? '')
  const own = [device.hostname, device.login.username, sn, smart_account, `Account: ${virtual_account}`]
  return [
    ...new Set([...own, ...addresses, ...mails, ...serials, ...hosts.filter(host => !isKeptHost(host))]),
  ].filter(word => word !== '' && word !== 'Account: ' && text.includes(word))
}

const devices = loadDevices()

describe('level identity', () => {
  test.each(devices.map(device => [device.id, device] as const))('%s', (_id, device) => {
    const set = capturesOf(device, NOW)
    const map = testMap()
    const redacted = redactCaptures(set, { level: 'identity', map, raw: true })
    const before = set.captures.map(capture => capture.text).join('\n')
    const after = redacted.captures.map(capture => capture.text).join('\n')
    const words = after.split(/[\s,;"'()<>]+/)
    const leaks = identityOf(device, before).filter(word =>
      /^\w+$/.test(word) ? words.includes(word) : after.includes(word),
    )
    expect(leaks).toEqual([])
    // Secrets stay hidden; letters' case of a name may come back as it was first seen.
    const secretsOnly = redactCaptures(set)
      .captures.map(capture => capture.text)
      .join('\n')
    expect(unredact(after, map.entries()).toLowerCase()).toBe(secretsOnly.toLowerCase())
  })
})
