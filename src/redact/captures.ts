// A device's captures, redacted one by one with the bundle's map.
import type { Capture, CaptureSet } from '../model/capture.ts'
import { hostPseudonym } from './identity/hosts.ts'
import { createRedactor, type RedactorOptions, redactText } from './redactor.ts'

/**
 * Each capture's text, its origin and its reason, and the device's name. Names are learnt from all captures first, so
 * that one which only a later capture explains is masked in the earlier ones as well.
 */
export function redactCaptures(set: CaptureSet, options: RedactorOptions = {}): CaptureSet {
  const { map } = options
  if (map !== undefined && options.level !== undefined && options.level !== 'secrets') {
    map.learn('host', set.name)
    for (const { text } of set.captures) learnNames(text, options)
  }
  return {
    ...set,
    name: nameOf(set.name, options),
    captures: set.captures.map(capture => redactCapture(capture, options)),
    ...(set.problem === undefined
      ? {}
      : { problem: { ...set.problem, message: redactText(set.problem.message, options) } }),
  }
}

function redactCapture(capture: Capture, options: RedactorOptions): Capture {
  return {
    ...capture,
    command: redactText(capture.command, options),
    text: redactText(capture.text, options),
    origin: nameOf(capture.origin, options),
    ...(capture.reason === undefined ? {} : { reason: redactText(capture.reason, options) }),
  }
}

/** A first reading for names alone. The text is not given back. */
export function learnNames(text: string, options: RedactorOptions): void {
  const reader = createRedactor(options)
  reader.push(text)
  reader.finish()
}

/** A name of a device or file by itself: an address, or a host name. */
function nameOf(name: string, { level = 'secrets', map }: RedactorOptions): string {
  if (level === 'secrets' || map === undefined || name === '') return name
  const masked = redactText(name, { level, map })
  return masked === name && /^[\w.-]+$/.test(name) && !/^[\d.]+$/.test(name)
    ? hostPseudonym(name, map)
    : masked
}
