// Every fact of every layout fixture, reviewed by hand: one line a fact, `path = value @line`.
import { expect, test } from 'vitest'
import { factRows } from '../../../src/app/facts.ts'
import { assemble } from '../../../src/parse/assemble.ts'
import { layoutFixtures } from './sources.ts'

test.each(layoutFixtures().map(sample => [sample.name, sample] as const))('%s', async (name, sample) => {
  const { platform, command, text } = sample
  const capture = { command, text, status: 'ok' as const, origin: name, firstLine: 1 }
  const store = assemble({ name, platform, captures: [capture] })
  const lines = factRows(store)
    .filter(({ path }) => !/^(collection|device\.platform$)/.test(path))
    .map(({ path, value, source }) => `${path} = ${JSON.stringify(value)} @${source?.line ?? '-'}`)
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`__snapshots__/${name.replaceAll('/', '.')}.txt`)
})
