// What "it was read" means in these tests.
import { expect } from 'vitest'
import type { Checked } from './cli.ts'

/** Every device was read without a problem, its licence output complete. */
export function expectRead(result: Checked, devices = 1): void {
  expect(result.devices, result.stderr).toHaveLength(devices)
  for (const device of result.devices) {
    expect(device.problem, `${device.name}: ${result.stderr}`).toBeUndefined()
    expect(device.captures.find(capture => capture.command === 'show license all')?.status).toBe('ok')
  }
}

/** How often a pattern stands in a text. */
export function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(new RegExp(pattern, 'g'))].length
}
