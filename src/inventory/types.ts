// What an inventory says of the devices, whatever file it came from.
import type { Platform } from '../model/platform.ts'

/** Where something was said, for messages. */
export interface Place {
  readonly file: string
  /** 1-based; missing where the format does not tell. */
  readonly line?: number
}

export interface InventoryHost {
  /** Names the device in the report; unique in an inventory. */
  readonly name: string
  /** Name or address to connect to. */
  readonly host: string
  readonly port?: number
  readonly username?: string
  readonly platform?: Platform
  readonly groups: readonly string[]
  readonly tags: readonly string[]
  /** Names of jump hosts or `[user@]host[:port]`, nearest to this computer first. */
  readonly jump: readonly string[]
  /** Name of an entry of `credentials`. */
  readonly credential?: string
  /** Private key file. */
  readonly identity?: string
  /** Seconds after which the device is given up. */
  readonly timeout?: number
  readonly legacyCrypto?: boolean
  readonly place: Place
}

/** Where a named credential's secrets come from. Never the secrets themselves. */
export interface CredentialSource {
  readonly username?: string
  readonly password_env?: string
  readonly password_file?: string
  readonly password_command?: string
  readonly identity?: string
  readonly agent?: boolean
  readonly enable_password_env?: string
  readonly enable_password_file?: string
  readonly enable_password_command?: string
  /** Prints the answer to a login question that is no password (a one-time code); it finds the question in SMARTLIC_QUESTION. */
  readonly otp_command?: string
}

export interface JumpHost {
  readonly host: string
  readonly port?: number
  readonly username?: string
  readonly credential?: string
  /** Sessions through it at the same time. */
  readonly limit?: number
}

export interface InventoryProblem extends Place {
  readonly level: 'error' | 'warning'
  readonly text: string
}

export interface Inventory {
  readonly hosts: readonly InventoryHost[]
  readonly credentials: ReadonlyMap<string, CredentialSource>
  readonly jumps: ReadonlyMap<string, JumpHost>
  /** Sessions at the same time for a group, where it sets a limit (an AAA server, a site). */
  readonly groupLimits: ReadonlyMap<string, number>
  readonly problems: readonly InventoryProblem[]
}

/** `file:line: text`, as compilers print it. */
export function describeProblem(problem: InventoryProblem): string {
  const place = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`
  // One line: what the file says could otherwise look like a message of its own.
  return `${place}: ${problem.level === 'warning' ? 'warning: ' : ''}${problem.text}`.replace(
    /\s*[\r\n]+\s*/g,
    ' ',
  )
}
