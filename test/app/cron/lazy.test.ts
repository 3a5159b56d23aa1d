// What a run nobody watches needs is loaded when it is asked for, never with the command.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../scenarios/run.ts'

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(path => ({ path, text: readFileSync(join(root, 'src', path), 'utf8') }))

/** Files that import it where they are loaded themselves. */
function importersOf(pattern: RegExp): string[] {
  return sources
    .filter(({ text }) =>
      text
        .split('\n')
        .some(line => /^(?:import|export|\}) (?!type ).*from '/.test(line) && pattern.test(line)),
    )
    .map(({ path }) => path)
}

test.each(['nodemailer', 'proper-lockfile'])('%s', name => {
  expect(sources.some(({ text }) => text.includes(`import('${name}')`))).toBe(true)
  expect(importersOf(new RegExp(`'${name}'`))).toEqual([])
})

test('the job and the notifications', () => {
  const outside = (path: string): boolean => !/^(?:app\/cron|notify)\//.test(path)
  expect(importersOf(/app\/cron\//).filter(outside)).toEqual([])
  // Names of the styles are words of a flag.
  expect(importersOf(/notify\/(?!webhook\/style\.ts')/).filter(outside)).toEqual([])
  expect(importersOf(/app\/cron\/|\.\/changes\.ts|\.\/state\.ts/).length).toBeGreaterThan(0)
})
