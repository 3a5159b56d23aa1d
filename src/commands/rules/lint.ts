// smartlic rules lint: are the rule files sound, complete and to the point?
import { lintRules } from '../../app/rules/linting.ts'
import { describeProblem } from '../../app/rules.ts'
import { BaseCommand } from '../../cli/base.ts'
import { rulesFlag } from '../../cli/flags.ts'
import { writeText } from '../../cli/output.ts'
import { displayText } from '../../report/clean.ts'
import { plural } from '../../report/words.ts'

export default class RulesLint extends BaseCommand {
  static override summary =
    'check rule files: facts, types, templates, conditions, test cases, what is missing'
  static override description =
    'Exit code 3: a rule cannot be loaded. 1: rules load, but say something in vain or lack something. 0: nothing found.'
  static override flags = { ...rulesFlag }
  static override examples = [
    { description: 'your own rules', command: '<%= config.bin %> rules lint --rules my-rules/' },
  ]

  async run(): Promise<void> {
    const { flags } = await this.parse(RulesLint)
    const { count, problems, findings } = await lintRules(flags.rules)
    const theme = this.theme(flags)
    const broken = problems.map(
      one => `${theme.paint('critical', theme.symbols.critical)} ${displayText(describeProblem(one))}`,
    )
    const weak = findings.map(
      one => `${theme.paint('warning', theme.symbols.warning)} ${displayText(describeProblem(one))}`,
    )
    const parts = [
      ...(problems.length === 0 ? [] : [plural(problems.length, 'problem')]),
      ...(findings.length === 0 ? [] : [plural(findings.length, 'finding')]),
    ]
    const summary = `${plural(count, 'rule')}: ${parts.length === 0 ? 'sound' : parts.join(', ')}`
    const meaning = problems.length > 0 ? 'critical' : findings.length > 0 ? 'warning' : 'ok'
    await writeText(`${[...broken, ...weak, theme.paint(meaning, summary)].join('\n')}\n`)
    this.finish(problems.length > 0 ? 3 : findings.length > 0 ? 1 : 0)
  }
}
