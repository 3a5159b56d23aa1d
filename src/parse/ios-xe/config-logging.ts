// `show logging` on IOS XE, whole or filtered.
import type { CommandParser } from '../contract.ts'
import { logParser } from '../log/index.ts'

/** Sent by the collector (see the catalogue); a person may have typed any other filter, or none. */
const COMMAND = 'show logging | include SMART_LIC|CALL_HOME|PKI-|SYS-6-CLOCKUPDATE|LICENSE|REDUNDANCY'

export const loggingParser: CommandParser = logParser('ios-xe', COMMAND, [
  /^sh(o|ow)? logg?(i|in|ing)?( last ?\d*)?( \| .*)?$/,
])
