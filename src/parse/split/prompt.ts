// Prompts in a pasted terminal log: whose they are and what was typed after them.
import type { Platform } from '../../model/platform.ts'

export interface PromptLine {
  readonly hostname: string
  readonly platform?: Platform
  /** '' for a bare prompt. */
  readonly command: string
}

const XR = /^RP\/\d{1,3}\/[A-Z]{0,3}\d{1,3}\/CPU\d:([\w.-]{1,63})(\([\w.-]{1,40}\))?[#>]\s*(.*)$/
const ADMIN = /^sysadmin-vm:[\w/]{1,20}# ?\s*(.*)$/
const PLAIN = /^([A-Za-z0-9][\w.-]{0,62})(\([\w./:-]{1,40}\))?[#>](\s*)(.*)$/
/** Host names whose prompts are known to be prompts. */
export interface Owners {
  has(hostname: string): boolean
}

/** A prompt whose host name was taken away: `#show version`. */
const NAMELESS = /^[#>] ?(sho?w? .+)$/
/** What people type at a Cisco prompt; anything else after `name#` may be text that only looks like one. */
const TYPED =
  /^(sh|sho|show|ping6?|telnet|trace\w*|admin|term\w*|conf\w*|en|ena\w*|ex\w*|end|dir|more|wr|write|copy|clear|debug|undebug|un|test|ssh|license|do|run|logout|guestshell|reload|clock|crypto|call-home)(\s|$)/i

/** A line that starts with a prompt and a command a person may type; any command when the prompt's owner is known. */
export function readPrompt(text: string, owners?: Owners): PromptLine | undefined {
  if (!text.includes('#') && !text.includes('>')) return undefined
  const line = text.slice(0, 400)
  const xr = XR.exec(line)
  if (xr !== null) {
    return { hostname: xr[1] ?? '', platform: 'ios-xr', command: typed(xr[3] ?? '', xr[2] === '(admin)') }
  }
  const admin = ADMIN.exec(line)
  if (admin !== null) return { hostname: '', platform: 'ios-xr', command: typed(admin[1] ?? '', true) }
  const plain = PLAIN.exec(line)
  if (plain !== null && (plain[4] === '' || TYPED.test(plain[4] ?? '') || owners?.has(plain[1] ?? ''))) {
    return { hostname: plain[1] ?? '', command: typed(plain[4] ?? '', plain[2] === '(admin)') }
  }
  const nameless = NAMELESS.exec(line)
  return nameless === null ? undefined : { hostname: '', command: typed(nameless[1] ?? '', false) }
}

function typed(command: string, admin: boolean): string {
  const text = command.trim().replace(/\s+/g, ' ').replace(/^do /i, '')
  return admin && /^sh/i.test(text) ? `admin ${text}` : text
}
