// All IOS XE parsers.
import type { CommandParser } from '../contract.ts'
import { withEcho } from '../echo.ts'
import { iosXeConfigParsers } from './config-index.ts'
import { iosXeLicenseParsers } from './license.ts'
import { iosXeLicenseUnderstood } from './license-understood.ts'
import { iosXeShownParsers } from './shown-index.ts'
import { iosXeSystemParsers } from './system.ts'
import { iosXeVersionParser } from './version.ts'

const parsers: readonly CommandParser[] = [
  iosXeVersionParser,
  ...iosXeSystemParsers,
  ...iosXeLicenseParsers,
  ...iosXeLicenseUnderstood,
  ...iosXeConfigParsers,
  ...iosXeShownParsers,
]

export const iosXeParsers: readonly CommandParser[] = parsers.map(withEcho)
