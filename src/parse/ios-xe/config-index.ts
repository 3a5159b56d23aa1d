// The parsers of IOS XE that read configuration, call-home, PKI, interfaces and the log.
import { connectivityParsers } from '../connectivity/index.ts'
import type { CommandParser } from '../contract.ts'
import { callHomeParsers } from './callhome.ts'
import { callHomeUnderstood } from './callhome-understood.ts'
import { runningConfigParser } from './config.ts'
import { loggingParser } from './config-logging.ts'
import { ipInterfaceBrief } from './interfaces.ts'
import { publicKeys } from './keys.ts'
import { trustpoints, trustpool } from './pki.ts'

export const iosXeConfigParsers: readonly CommandParser[] = [
  runningConfigParser,
  ...callHomeParsers,
  ...callHomeUnderstood,
  ipInterfaceBrief,
  trustpool,
  trustpoints,
  publicKeys,
  loggingParser,
  // These serve NX-OS and IOS XR as well: ping and telnet answer alike everywhere.
  ...connectivityParsers,
]
