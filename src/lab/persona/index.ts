// The personas by platform.
import type { Platform } from '../../model/platform.ts'
import type { Persona } from './contract.ts'
import { iosXe } from './ios-xe.ts'
import { iosXr } from './ios-xr.ts'
import { nxOs } from './nx-os.ts'

export const PERSONAS: Readonly<Record<Platform, Persona>> = {
  'ios-xe': iosXe,
  'nx-os': nxOs,
  'ios-xr': iosXr,
}
