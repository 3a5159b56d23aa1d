// IOS XE commands that show the running state around licensing: redundancy, certificates, names, routes, NTP.
import type { CommandParser } from '../contract.ts'
import { certificates } from './certificates.ts'
import { hostParsers } from './hosts.ts'
import { httpClient } from './http-client.ts'
import { ntpTableParsers } from './ntp-tables.ts'
import { platformUnderstood } from './platform-understood.ts'
import { redundancyParsers } from './redundancy.ts'
import { tableParsers } from './tables.ts'
import { trustpointStatus } from './trustpoint-status.ts'

export const iosXeShownParsers: readonly CommandParser[] = [
  ...redundancyParsers,
  certificates,
  trustpointStatus,
  ...hostParsers,
  ...tableParsers,
  ...ntpTableParsers,
  httpClient,
  ...platformUnderstood,
]
