// A device's captures, redacted one by one with the bundle's map.
import type { Capture, CaptureSet, CollectionProblem } from '../model/capture.ts'
import { hostPseudonym } from './identity/hosts.ts'
import { createRedactor, type Redactor, type RedactorOptions, redactText, redactWith } from './redactor.ts'
import { redactSentence } from './sentence.ts'

/**
 * Each capture's text, its origin and its reason, and the device's name. Names are learnt from all captures first, so
 * that one which only a later capture explains is masked in the earlier ones as well.
 * @param told gets what was masked in the text of each capture, by its place in the set
 */
export function redactCaptures(
  set: CaptureSet,
  options: RedactorOptions = {},
  told: (index: number, masked: Redactor) => void = () => undefined,
): CaptureSet {
  const { map } = options
  if (map !== undefined && options.level !== undefined && options.level !== 'secrets') {
    map.learn('host', set.name)
    for (const { text } of set.captures) learnNames(text, options)
  }
  return {
    ...set,
    name: redactName(set.name, options),
    captures: set.captures.map((capture, index) => {
      const redactor = createRedactor(options)
      const redacted = redactCapture(capture, options, redactor)
      told(index, redactor)
      return redacted
    }),
    ...(set.problem === undefined ? {} : { problem: redactProblem(set.problem, options) }),
  }
}

function redactProblem(problem: CollectionProblem, options: RedactorOptions): CollectionProblem {
  const message = sentence(problem.message, options)
  return problem.hop === undefined
    ? { ...problem, message }
    : { ...problem, message, hop: redactName(problem.hop, options) }
}

function redactCapture(capture: Capture, options: RedactorOptions, redactor: Redactor): Capture {
  return {
    ...capture,
    command: redactText(capture.command, options),
    text: redactWith(redactor, capture.text),
    origin: redactName(capture.origin, options),
    ...(capture.reason === undefined ? {} : { reason: redactText(capture.reason, options) }),
  }
}

/** A sentence of the tool; above level `secrets` what it names counts more than that it stays whole. */
function sentence(text: string, options: RedactorOptions): string {
  const { level = 'secrets', literals } = options
  return level === 'secrets' ? redactSentence(text, literals) : redactText(text, options)
}

/** A first reading for names alone. The text is not given back. */
export function learnNames(text: string, options: RedactorOptions): void {
  redactText(text, options)
}

/** A name of a device or file by itself: an address, or a host name. */
export function redactName(name: string, { level = 'secrets', map }: RedactorOptions): string {
  if (level === 'secrets' || map === undefined || name === '') return name
  const masked = redactText(name, { level, map })
  return masked === name && /^[\w.-]+$/.test(name) && !/^[\d.]+$/.test(name)
    ? hostPseudonym(name, map)
    : masked
}
