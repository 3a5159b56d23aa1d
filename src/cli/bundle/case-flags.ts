// What a person says of a case, and whether the words of the command line are files or devices.
import { existsSync } from 'node:fs'
import { Flags } from '@oclif/core'
import type { CaseWords } from '../../app/case.ts'
import { present } from '../../inventory/settings.ts'

const CASE = 'CASE'

export const caseFlags = {
  problem: Flags.string({ summary: 'what is wrong, in your words', helpValue: 'TEXT', helpGroup: CASE }),
  tried: Flags.string({
    summary: 'what was tried already; may be given several times',
    helpValue: 'TEXT',
    helpGroup: CASE,
    multiple: true,
    // Otherwise the words after it would be taken for more of it.
    multipleNonGreedy: true,
  }),
  sr: Flags.string({
    summary: 'number of the service request, where there is one already',
    helpValue: 'NUMBER',
    helpGroup: CASE,
  }),
}

/** @throws Error when the number is none */
export function caseWords(flags: {
  readonly problem?: string | undefined
  readonly tried?: readonly string[] | undefined
  readonly sr?: string | undefined
}): CaseWords {
  const { problem, tried = [], sr } = flags
  if (sr !== undefined && !/^[A-Za-z0-9-]{1,40}$/.test(sr))
    throw new Error('--sr takes the number of a service request: letters, digits and dashes')
  return { ...present('problem', problem), tried, ...present('service_request', sr) }
}

/**
 * True when the words name saved output, false when they name devices.
 * @throws Error when they name both
 */
export function areFiles(words: readonly string[]): boolean {
  const files = words.filter(word => word === '-' || (!word.startsWith('@') && existsSync(word)))
  if (files.length > 0 && files.length < words.length) {
    const other = words.find(word => !files.includes(word)) ?? ''
    throw new Error(
      `${files[0]} is saved output and ${other} is no file: name either files or devices, or check the path`,
    )
  }
  return files.length > 0
}
