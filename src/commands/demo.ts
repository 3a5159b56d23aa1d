// smartlic demo: checks the simulated devices and says whether each fault was found.
import { Flags } from '@oclif/core'
import { type DemoDevice, runDemo } from '../app/demo.ts'
import { BaseCommand } from '../cli/base.ts'
import { EXIT_TOOL_FAILED } from '../cli/exit.ts'
import { reportFlags } from '../cli/flags.ts'
import { interruption } from '../cli/interrupt.ts'
import { createProgress } from '../cli/progress.ts'
import { renderTable } from '../cli/tables.ts'
import { VERSION } from '../cli/version.ts'
import { describeVerdict } from '../lab/verdict.ts'

export default class Demo extends BaseCommand {
  static override summary = 'see it work: check simulated devices over real SSH, one for every known failure'
  static override description =
    'Starts the lab on loopback ports, checks all of it and stops it again. Nothing outside this computer is contacted. The report goes to stdout; whether each device gave what it should goes to stderr. Exit code 0 when all did, 3 when one did not.'
  static override flags = {
    ...reportFlags,
    device: Flags.string({ summary: 'only this lab device', multiple: true, helpValue: 'ID' }),
    dir: Flags.string({ summary: 'add the device files in this directory', helpValue: 'DIR' }),
    concurrency: Flags.integer({ summary: 'devices at the same time', default: 20, min: 1, max: 50 }),
  }
  static override examples = [
    { description: 'the whole lab', command: '<%= config.bin %> demo' },
    { description: 'one failure, in full', command: '<%= config.bin %> demo --device nx-known-issue-1' },
  ]

  async run(): Promise<void> {
    const { flags } = await this.parse(Demo)
    const signal = interruption()
    const state: { progress?: ReturnType<typeof createProgress> } = {}
    const { report, devices } = await runDemo({
      version: VERSION,
      concurrency: flags.concurrency,
      signal,
      ...(flags.device === undefined ? {} : { devices: flags.device }),
      ...(flags.dir === undefined ? {} : { dir: flags.dir }),
      onStart: total => {
        state.progress = createProgress({ total })
      },
      onProgress: event => {
        if (event.type === 'start') state.progress?.start(event.device)
        else if (event.type === 'session' && event.event.type === 'command')
          state.progress?.step(event.device, event.event.command)
        else if (event.type === 'done')
          state.progress?.done(event.device, event.set.problem?.kind ?? 'collected')
      },
    })
    state.progress?.close()
    await this.present(report, flags)
    const wrong = devices.filter(device => !device.verdict.ok)
    this.note(this.table(devices))
    this.note(
      wrong.length === 0
        ? `All ${devices.length} devices gave what they should.`
        : `${wrong.length} of ${devices.length} devices did not give what they should.`,
    )
    this.finish(wrong.length === 0 ? 0 : EXIT_TOOL_FAILED)
  }

  /** What each device should give, and what is wrong with what it gave. */
  private table(devices: readonly DemoDevice[]): string {
    const rows = devices.map(({ id, verdict }) => [
      verdict.ok ? 'as expected' : 'NOT AS EXPECTED',
      id,
      verdict.ok ? [verdict.status, ...verdict.causes].join(', ') : describeVerdict(verdict),
    ])
    return renderTable(
      [{ title: 'Verdict' }, { title: 'Device' }, { title: 'Found', flexible: true }],
      rows,
      this.theme({ 'no-color': true }),
    )
  }
}
