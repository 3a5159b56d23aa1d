// smartlic plan: what a read-only account needs, for the rules that will run.
import { Flags } from '@oclif/core'
import { accessPlan } from '../app/check.ts'
import { BaseCommand } from '../cli/base.ts'
import { rulesFlag } from '../cli/flags.ts'
import { writeText } from '../cli/output.ts'
import { present } from '../inventory/settings.ts'
import { PLATFORM_NAMES, PLATFORMS } from '../model/platform.ts'
import { fold } from '../report/wrap.ts'

export default class Plan extends BaseCommand {
  static override summary =
    'print the role or AAA configuration a read-only account needs for the collected commands'
  static override description =
    'Opens nothing. Each command stands alone: what the account may not run is reported as denied, and the rest goes on. `check --dry-run` shows which rules each command serves.'
  static override flags = {
    platform: Flags.option({ summary: 'for this platform only', options: PLATFORMS })(),
    quick: Flags.boolean({ summary: 'without tech-support, as check --quick' }),
    active: Flags.boolean({ summary: 'the account also tests the way, as check --active' }),
    enable: Flags.boolean({ summary: 'the account also types enable, as check --enable' }),
    format: Flags.option({
      char: 'f',
      summary: 'text for a person, json for a program',
      options: ['text', 'json'] as const,
      default: 'text' as const,
    })(),
    ...rulesFlag,
  }
  static override examples = [
    { description: 'a role for Nexus switches', command: '<%= config.bin %> plan --platform nx-os' },
    {
      description: 'the commands alone, for a script',
      command: '<%= config.bin %> plan --platform ios-xe --format json',
    },
  ]

  async run(): Promise<void> {
    const { flags } = await this.parse(Plan)
    const plans = await accessPlan({
      ...present('packs', flags.rules),
      ...present('platform', flags.platform),
      quick: flags.quick,
      active: flags.active,
      enable: flags.enable,
    })
    if (flags.format === 'json') {
      await writeText(`${JSON.stringify(plans, null, 2)}\n`)
      return
    }
    const theme = this.theme(flags)
    const lines = plans.flatMap(({ platform, access }) => [
      theme.paint('strong', PLATFORM_NAMES[platform]),
      ...access.flatMap(block => [
        '',
        ...fold(block.title, theme.width - 2).map(line => `  ${line}`),
        ...block.notes.flatMap(note =>
          fold(note, theme.width - 4).map(line => `    ${theme.paint('dim', line)}`),
        ),
        '',
        // As they are to be pasted: never folded, never indented.
        ...block.lines,
      ]),
      '',
    ])
    await writeText(`${lines.join('\n')}`)
  }
}
