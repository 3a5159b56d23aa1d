// An unknown command: says what was probably meant.
import { existsSync } from 'node:fs'
import type { Hook } from '@oclif/core'
import { nearest } from '../model/nearest.ts'
import { displayText } from '../report/clean.ts'
import { shellWord } from '../report/shell.ts'

const hook: Hook.CommandNotFound = async ({ id, argv, config }) => {
  // With spaces between topic and command, oclif takes what follows an unknown word as part of the id.
  const words = [...id.split(':'), ...(argv ?? [])].map(word => displayText(word))
  const names = config.commands
    .filter(command => !command.hidden)
    .map(command => command.id.replaceAll(':', ' '))
  const known = [words.slice(0, 2).join(' '), words[0] ?? ''].find(name => names.includes(name))
  // Nor does it know a command that takes no arguments once a word follows it.
  if (known !== undefined)
    throw new Error(
      `\`smartlic ${known}\` takes no argument, and "${words[known.split(' ').length] ?? ''}" is one; see \`smartlic ${known} --help\``,
    )
  const first = words[0] ?? ''
  const isTopic = names.some(name => name.startsWith(`${first} `))
  const typed = isTopic ? words.slice(0, 2).join(' ') : first
  throw new Error(`there is no command "${typed}"; ${nextStep(typed, words, names)}`)
}

function nextStep(typed: string, words: readonly string[], names: readonly string[]): string {
  // People name the file first and forget what is to be done with it.
  if (existsSync(typed)) return `to judge this file, run \`smartlic analyze ${shellWord(typed)}\``
  const meant = nearest(typed, names) ?? nearest(words.slice(0, 2).join(' '), names)
  return meant === undefined ? 'run `smartlic --help` for the list' : `did you mean \`smartlic ${meant}\`?`
}

export default hook
