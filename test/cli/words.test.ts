// Errors in one sentence, suggestions, progress and tables.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { reportError } from '../../src/cli/errors.ts'
import { createProgress } from '../../src/cli/progress.ts'
import { renderTable } from '../../src/cli/tables.ts'
import { createTheme } from '../../src/cli/theme.ts'
import { nearest } from '../../src/model/nearest.ts'

afterEach(() => vi.restoreAllMocks())

async function said(error: unknown, argv: string[] = []): Promise<{ text: string; code: number }> {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const code = await reportError(error, argv)
  return { text: write.mock.calls.map(call => String(call[0])).join(''), code }
}

describe('errors', () => {
  test('one sentence and exit code 3', async () => {
    expect(await said(new Error('no hosts given; name one'))).toEqual({
      text: 'smartlic: no hosts given; name one\n',
      code: 3,
    })
  })

  test('a file error names the file and the next step', async () => {
    const error = Object.assign(new Error('ENOENT: no such file'), {
      code: 'ENOENT',
      path: 'x\u001b[31m.txt',
    })
    expect((await said(error)).text).toBe(
      'smartlic: cannot use x.txt: there is no such file; check the path\n',
    )
  })

  test('a usage error points to the help of its command', async () => {
    const error = Object.assign(new Error('Nonexistent flag: --frmat\nSee more help with --help'), {
      oclif: { exit: 2 },
    })
    const { text, code } = await said(error, ['rules', 'list', '--frmat'])
    expect(text).toBe('smartlic: there is no option --frmat; see `smartlic rules list --help`\n')
    expect(code).toBe(3)
  })

  test('a defect is called a defect', async () => {
    expect((await said(new TypeError('x is not a function'))).text).toContain('this is a defect')
  })

  test('an asked-for exit code is kept', async () => {
    expect(await said(Object.assign(new Error('EEXIT: 1'), { code: 'EEXIT', oclif: { exit: 1 } }))).toEqual({
      text: '',
      code: 1,
    })
  })
})

test('nearest finds slips and leaves strangers alone', () => {
  const words = ['analyze', 'check', 'facts', 'rules list']
  expect(nearest('analyse', words)).toBe('analyze')
  expect(nearest('chekc', words)).toBe('check')
  expect(nearest('show', words)).toBeUndefined()
})

describe('progress', () => {
  function run(isTTY: boolean, total: number): string {
    let written = ''
    const write = (text: string) => {
      written += text
    }
    const stream = { isTTY, columns: 40, write }
    const progress = createProgress({ total, stream })
    progress.start('a')
    progress.step('a', 'show \u001b[2Jversion')
    progress.done('a', 'healthy')
    progress.close()
    return written
  }

  test('a pipe gets one plain line an ending', () => {
    expect(run(false, 2)).toBe('[1/2] a: healthy\n')
    expect(run(false, 1)).toBe('')
  })

  test('a terminal gets one live line, cleared at the end', () => {
    const written = run(true, 1)
    expect(written).toContain('a: show version')
    expect(written).not.toContain('\n')
    expect(written.endsWith('\r\u001b[K')).toBe(true)
  })

  test('a fleet gets counts, the time left and the device that takes longest', () => {
    const lines: string[] = []
    let ms = 0
    const stream = { isTTY: true, columns: 120, write: (text: string) => lines.push(text) }
    const progress = createProgress({ total: 10, stream, now: () => ms })
    for (const name of ['slow', 'b', 'c', 'd']) progress.start(name)
    progress.step('slow', '14/14 show tech-support license')
    ms = 60_000
    progress.done('b', 'read')
    progress.done('c', 'no answer', false)
    expect(lines.at(-1)).toBe(
      '\r\u001b[K2/10 done, 1 failed, 2 running  about 4 min left  slow (60 s): 14/14 show tech-support license',
    )
    const drawn = lines.length
    progress.step('d', '1/14 show version')
    expect(lines).toHaveLength(drawn)
    ms += 1_000
    progress.step('d', '2/14 show clock')
    expect(lines).toHaveLength(drawn + 1)
  })
})

test('a table gives way in its flexible column', () => {
  const theme = createTheme({ stream: {}, env: { COLUMNS: '60' } })
  const columns = [{ title: 'id' }, { title: 'what', flexible: true }]
  const text = renderTable(columns, [['some-rule-id', 'word '.repeat(30).trim()]], theme)
  expect(text.split('\n').length).toBeGreaterThan(2)
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(60)
})
