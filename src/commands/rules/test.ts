// smartlic rules test: run the cases beside the rules.
import { Args, Flags } from '@oclif/core'
import { type TestRun, testRules } from '../../app/rules/testing.ts'
import { type WatchedRun, watchRules } from '../../app/rules/watch.ts'
import { describeProblem } from '../../app/rules.ts'
import { BaseCommand } from '../../cli/base.ts'
import { rulesFlag } from '../../cli/flags.ts'
import { writeText } from '../../cli/output.ts'
import type { Theme } from '../../cli/theme.ts'
import { displayText } from '../../report/clean.ts'
import { plural } from '../../report/words.ts'

/** Erases the screen and what was scrolled away, cursor to the top. */
const CLEAR = '\u001b[2J\u001b[3J\u001b[H'

export default class RulesTest extends BaseCommand {
  static override summary = 'run the test cases of the rules, shipped or your own'
  static override description =
    'Each rule needs cases that fail, pass and stay unknown. On every case each fact the rule reads is taken away in turn: the rule may become unknown, but never say the opposite.'
  static override strict = false
  static override args = { id: Args.string({ name: 'ID', description: 'only these rules' }) }
  static override flags = {
    ...rulesFlag,
    watch: Flags.boolean({
      summary: 'stay, and run the cases of a rule again whenever its files are saved; Ctrl-C ends',
    }),
  }
  static override examples = [
    { description: 'your own rules', command: '<%= config.bin %> rules test --rules my-rules/' },
    {
      description: 'while you write',
      command: '<%= config.bin %> rules test --rules my-rules/ --watch',
    },
    { description: 'one shipped rule', command: '<%= config.bin %> rules test callhome-http-url' },
  ]

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(RulesTest)
    const options = {
      ids: argv.map(String),
      ...(flags.rules === undefined ? {} : { packs: flags.rules }),
    }
    const theme = this.theme(flags)
    if (flags.watch) return this.watch(options, theme)
    const run = await testRules(options)
    await writeText(`${shown(run, theme)}\n`)
    this.finish(problemsOf(run).length === 0 && run.tests.length > 0 ? 0 : 3)
  }

  /** Ctrl-C is how watching ends: no failure. */
  private async watch(options: { ids: string[]; packs?: string[] }, theme: Theme): Promise<void> {
    const stop = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
    // Nobody reads any more, e.g. `| head`.
    process.stdout.once('error', () => stop.abort())
    for await (const seen of watchRules({ ...options, signal: stop.signal })) {
      if (process.stdout.isTTY) await writeText(CLEAR)
      await writeText(`${watched(seen, theme)}\n`)
      if (seen.changed.length === 0 && seen.error === undefined)
        this.note('watching; save a rule or its cases to run them again, Ctrl-C ends')
    }
    this.finish(0)
  }
}

function watched({ changed, run, error }: WatchedRun, theme: Theme): string {
  if (run === undefined) return theme.paint('critical', displayText(error ?? ''))
  if (changed.length === 0) return shown(run, theme)
  return `${theme.paint('dim', `changed: ${changed.join(', ')}`)}\n${shown(run, theme)}`
}

function problemsOf({ tests, problems }: TestRun): string[] {
  const failed = tests.flatMap(({ rule, results }) =>
    results.flatMap(result => result.problems.map(problem => `${rule}: ${result.name}: ${problem}`)),
  )
  return [...problems.map(describeProblem), ...failed]
}

function shown(run: TestRun, theme: Theme): string {
  const wrong = problemsOf(run)
  const lines = wrong.map(
    line => `${theme.paint('critical', theme.symbols.critical)} ${displayText(line, true)}`,
  )
  const cases = run.tests.reduce((sum, { results }) => sum + results.length, 0)
  const verdict = wrong.length === 0 ? 'all hold' : plural(wrong.length, 'problem')
  const summary = `${plural(run.tests.length, 'rule')}, ${plural(cases, 'case')}: ${verdict}`
  return [...lines, theme.paint(wrong.length === 0 ? 'ok' : 'critical', summary)].join('\n')
}
