// An unknown command: says what was probably meant.
import { existsSync } from 'node:fs'
import type { Hook } from '@oclif/core'
import { nearest } from '../cli/suggest.ts'
import { displayText } from '../report/clean.ts'

const hook: Hook.CommandNotFound = async ({ id, argv, config }) => {
  const typed = displayText(id.replaceAll(':', ' '))
  const names = config.commands
    .filter(command => !command.hidden)
    .map(command => command.id.replaceAll(':', ' '))
  throw new Error(`there is no command "${typed}"; ${nextStep(typed, argv ?? [], names)}`)
}

function nextStep(typed: string, argv: readonly string[], names: readonly string[]): string {
  // People name the file first and forget what is to be done with it.
  if (existsSync(typed.split(' ')[0] ?? '')) return `to judge this file, run \`smartlic analyze ${typed}\``
  const meant = nearest(typed, names) ?? nearest([typed, argv[0]].join(' '), names)
  return meant === undefined ? 'run `smartlic --help` for the list' : `did you mean \`smartlic ${meant}\`?`
}

export default hook
