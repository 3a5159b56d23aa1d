// smartlic rules explain: one rule in full, and its conditions on a device.
import { Args } from '@oclif/core'
import { explainRule } from '../../app/rules/explain.ts'
import { BaseCommand } from '../../cli/base.ts'
import { inputFlags, rulesFlag } from '../../cli/flags.ts'
import { writeText } from '../../cli/output.ts'
import { judgedText } from '../../report/judged-rule.ts'
import { ruleText } from '../../report/rule.ts'

export default class RulesExplain extends BaseCommand {
  static override summary = 'show a rule in full; with saved output, what each of its conditions says there'
  static override strict = false
  static override args = {
    id: Args.string({ name: 'ID', description: 'the rule, as reports name it', required: true }),
    file: Args.string({ name: 'INPUT', description: 'saved output of devices; - reads standard input' }),
  }
  static override flags = { ...inputFlags, ...rulesFlag }
  static override examples = [
    { description: 'what a finding means', command: '<%= config.bin %> rules explain callhome-http-url' },
    {
      description: 'why a rule does or does not fail on a device',
      command: '<%= config.bin %> rules explain callhome-http-url edge-sw1.txt',
    },
  ]

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(RulesExplain)
    const [id = '', ...paths] = argv.map(String)
    const explanation = await explainRule({
      id,
      paths,
      stdin: process.stdin,
      ...(flags.rules === undefined ? {} : { packs: flags.rules }),
      ...(flags.platform === undefined ? {} : { platform: flags.platform }),
      ...(flags.command === undefined ? {} : { command: flags.command }),
    })
    for (const text of explanation.notes) this.note(text)
    const theme = this.theme(flags)
    const { rule, devices } = explanation
    const parts =
      paths.length === 0
        ? [ruleText(rule, explanation, theme)]
        : devices.map(device => judgedText(rule, device, theme))
    await writeText(`${parts.join('\n\n')}\n`)
    // Saved output that held no device explains nothing.
    this.finish(parts.length === 0 ? 3 : 0)
  }
}
