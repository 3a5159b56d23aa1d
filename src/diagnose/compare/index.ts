// Two runs beside each other: which devices are the same, and what all of them say together. Pure.
import type { ComparedDevice, Verdict } from '../../model/comparison.ts'
import type { DeviceReport } from '../../model/report.ts'

export { compareDevice } from './device.ts'
export { compareFacts } from './facts.ts'

export interface Pairs<T> {
  readonly both: readonly { readonly before: T; readonly after: T }[]
  readonly onlyBefore: readonly T[]
  readonly onlyAfter: readonly T[]
}

type Known = Pick<DeviceReport, 'name' | 'hostname' | 'serial'>

/** By name, then by host name, then by serial number: one run may have called the device by its address. */
export function pairDevices<T extends Known>(before: readonly T[], after: readonly T[]): Pairs<T> {
  const left = new Set(before)
  const right = new Set(after)
  const found = new Map<T, T>()
  for (const key of ['name', 'hostname', 'serial'] as const) {
    const was = once(left, key)
    for (const [value, now] of once(right, key)) {
      const then = was.get(value)
      if (then === undefined) continue
      found.set(now, then)
      left.delete(then)
      right.delete(now)
    }
  }
  const both = after.flatMap(now => {
    const then = found.get(now)
    return then === undefined ? [] : [{ before: then, after: now }]
  })
  return { both, onlyBefore: [...left], onlyAfter: [...right] }
}

/** Devices by a name that only one of them has. */
function once<T extends Known>(devices: ReadonlySet<T>, key: keyof Known): Map<string, T> {
  const named = new Map<string, T>()
  const twice = new Set<string>()
  for (const device of devices) {
    const value = device[key].toLowerCase()
    if (value === '' || named.has(value)) twice.add(value)
    named.set(value, device)
  }
  for (const value of twice) named.delete(value)
  return named
}

const GRAVEST: readonly Verdict[] = ['critical', 'unknown', 'worse', 'better', 'same']

/** Of all devices; none in common: it cannot be told. */
export function verdictOfAll(devices: readonly Pick<ComparedDevice, 'verdict'>[]): Verdict {
  return GRAVEST.find(verdict => devices.some(device => device.verdict === verdict)) ?? 'unknown'
}
