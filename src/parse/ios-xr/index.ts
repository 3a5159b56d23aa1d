// All IOS XR parsers.
import type { CommandParser } from '../contract.ts'
import { withEcho } from '../echo.ts'
import { logParser } from '../log/index.ts'
import { bounded } from '../nx-os/bounded.ts'
import {
  showAdminStatus,
  showCert,
  showLicenseVersion,
  showPool,
  showRegisterStatus,
} from './admin-license.ts'
import { showCallHomeDetail } from './call-home-detail.ts'
import { showCertificates } from './certificates.ts'
import { configParsers } from './config.ts'
import { showEntitlement } from './entitlement.ts'
import { showIpv4InterfaceBrief } from './interfaces.ts'
import { iosXrLicenseParsers } from './license.ts'
import { showLicensePlatform } from './platform.ts'
import { iosXrShownParsers } from './shown.ts'
import { showStatistics } from './statistics.ts'
import { showClock, showNtpStatus, showVersion } from './system.ts'
import { showCallHomeTrace } from './trace.ts'
import { showAllocated, showPools } from './traditional.ts'
import { showTrustpool } from './trustpool.ts'

const parsers: readonly CommandParser[] = [
  showVersion,
  showClock,
  showNtpStatus,
  ...iosXrLicenseParsers,
  showRegisterStatus,
  showAdminStatus,
  showEntitlement,
  showPool,
  showCert,
  showLicenseVersion,
  showPools,
  showAllocated,
  showLicensePlatform,
  ...configParsers,
  showCallHomeDetail,
  showStatistics,
  showCallHomeTrace,
  showIpv4InterfaceBrief,
  showTrustpool,
  showCertificates,
  ...iosXrShownParsers,
  logParser('ios-xr', 'show logging', [/^sho?w? logg?i?n?g?( last \d+)?( \| .*)?$/]),
]

export const iosXrParsers: readonly CommandParser[] = parsers.map(bounded).map(withEcho)
