// What a device's configuration makes the licensing agent do.
import type { DeviceView } from '../view.ts'
import { iosXeSettings } from './settings/ios-xe.ts'
import { iosXrSettings } from './settings/ios-xr.ts'
import { nxOsSettings } from './settings/nx-os.ts'
import type { Settings } from './settings/types.ts'

export function settingsOf(view: DeviceView): Settings {
  switch (view.device.persona) {
    case 'ios-xe':
      return iosXeSettings(view)
    case 'nx-os':
      return nxOsSettings(view)
    case 'ios-xr':
      return iosXrSettings(view)
  }
}
