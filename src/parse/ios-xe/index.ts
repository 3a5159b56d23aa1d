// All IOS XE parsers.
import type { CommandParser } from '../contract.ts'
import { iosXeConfigParsers } from './config-index.ts'
import { iosXeLicenseParsers } from './license.ts'
import { iosXeLicenseUnderstood } from './license-understood.ts'
import { iosXeSystemParsers } from './system.ts'
import { iosXeVersionParser } from './version.ts'

export const iosXeParsers: readonly CommandParser[] = [
  iosXeVersionParser,
  ...iosXeSystemParsers,
  ...iosXeLicenseParsers,
  ...iosXeLicenseUnderstood,
  ...iosXeConfigParsers,
]
