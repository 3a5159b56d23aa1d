// When the configuration was changed and saved, where the device prints it.
import type { Machine } from './machine.ts'
import { formatTime } from './template.ts'

/** A configuration text with the time of its last change in its head. */
export function stampChanged(machine: Machine, config: string): string {
  switch (machine.view.device.persona) {
    case 'ios-xe':
      return config.replace(
        /^! Last configuration change at .*$/m,
        `! Last configuration change at ${formatTime(machine.clock, 'nvram')} by netops`,
      )
    case 'nx-os':
      machine.setVars({ changed: formatTime(machine.clock, 'ctime') })
      return config
    case 'ios-xr':
      return config.replace(
        /^!! Last configuration change at .*$/m,
        `!! Last configuration change at ${formatTime(machine.clock, 'ctime')} by netops`,
      )
  }
}

/** `write memory`. */
export function save(machine: Machine): void {
  if (machine.view.device.persona === 'ios-xe') {
    machine.setConfig(
      machine.view.config.replace(
        /^! NVRAM config last updated at .*$/m,
        `! NVRAM config last updated at ${formatTime(machine.clock, 'nvram')} by netops`,
      ),
    )
  }
  machine.save()
}
