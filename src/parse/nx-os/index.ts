// All NX-OS parsers.
import type { CommandParser } from '../contract.ts'
import { withEcho } from '../echo.ts'
import { logParser } from '../log/index.ts'
import { bounded } from './bounded.ts'
import { showRunningConfigCallhome } from './callhome.ts'
import { showClock } from './clock.ts'
import { showRunningConfig, showRunningConfigPart } from './config.ts'
import { showIpInterfaceBrief } from './interfaces.ts'
import { nxOsLicenseParsers } from './license.ts'
import { showMtsBuffers } from './mts.ts'
import { showNtpPeerStatus } from './ntp.ts'
import { nxOsShownParsers } from './shown.ts'
import { techSupport } from './tech-support.ts'
import { showVersion } from './version.ts'

const single: readonly CommandParser[] = [
  showVersion,
  showClock,
  ...nxOsLicenseParsers,
  showRunningConfigCallhome,
  showRunningConfig,
  showRunningConfigPart,
  showNtpPeerStatus,
  showIpInterfaceBrief,
  logParser('nx-os', 'show logging logfile', [/^sho?w? logg?i?n?g?( logfile| last \d+)?( \| .*)?$/]),
  showMtsBuffers,
  ...nxOsShownParsers,
]

function findSection(command: string): CommandParser | undefined {
  return (
    single.find(one => one.command === command) ??
    single.find(one => one.aliases?.some(alias => alias.test(command)))
  )
}

export const nxOsParsers: readonly CommandParser[] = [...single, techSupport(findSection)]
  .map(bounded)
  .map(withEcho)
