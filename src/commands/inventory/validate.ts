// smartlic inventory validate: everything that is wrong with an inventory, with its line.
import { Args } from '@oclif/core'
import { BaseCommand } from '../../cli/base.ts'
import { deviceFlags } from '../../cli/device-flags.ts'
import { writeText } from '../../cli/output.ts'
import { readInventory } from '../../inventory/read.ts'
import { errorsOf } from '../../inventory/settings.ts'
import { describeProblem } from '../../inventory/types.ts'
import { displayText } from '../../report/clean.ts'

export default class InventoryValidate extends BaseCommand {
  static override summary = 'check inventory files; every mistake is named as FILE:LINE'
  static override description = 'Exit code 0 when they can be used (warnings or not), 3 when they cannot.'
  static override strict = false
  static override args = {
    file: Args.string({ name: 'FILE', description: 'inventory file or folder', required: true }),
  }
  static override flags = { 'inventory-format': deviceFlags['inventory-format'] }
  static override examples = ['<%= config.bin %> inventory validate devices.yaml hosts.ini']

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(InventoryValidate)
    let broken = 0
    for (const path of argv.map(String)) {
      const inventory = await readInventory(path, flags['inventory-format'])
      const errors = errorsOf(inventory.problems).length
      broken += errors
      for (const problem of inventory.problems) await writeText(`${displayText(describeProblem(problem))}\n`)
      const warnings = inventory.problems.length - errors
      const parts = [
        counted(inventory.hosts.length, 'device'),
        ...(errors > 0 ? [counted(errors, 'error')] : []),
        ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
      ]
      await writeText(`${displayText(path)} (${inventory.format}): ${parts.join(', ')}\n`)
    }
    this.finish(broken > 0 ? 3 : 0)
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
