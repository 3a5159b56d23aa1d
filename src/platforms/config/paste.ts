// A pasted block against a configuration: configuration mode, commit, save and the exec lines around it.
import type { Platform } from '../../model/platform.ts'
import { ConfigEditor } from './editor.ts'
import { isExecLine, type Plane } from './grammar.ts'

export interface PasteNote {
  /** Number of the pasted line, from 1. */
  readonly line: number
  readonly text: string
  /** What became of it; a sentence without its line. */
  readonly reason: string
  /** `refused`: nothing happened. `idle`: nothing was to be done. `action`: what it does leaves no line. `lost`: not committed. */
  readonly kind: 'refused' | 'idle' | 'action' | 'lost'
}

export interface Pasted {
  /** The new running configuration. */
  readonly text: string
  /** IOS XR: the new configuration of the admin plane. */
  readonly adminText: string
  /** Exec lines outside configuration mode, saving left out. */
  readonly exec: readonly string[]
  readonly saved: boolean
  readonly notes: readonly PasteNote[]
}

const CONFIGURE = /^(?:admin )?conf(?:i|ig|igu|igur|igure)?(?: t\w*| exclusive)?$/i
const SAVE = /^(?:write(?: memory)?|wr(?: mem\w*)?|copy run\w*(?:-config)? start\w*(?:-config)?)$/i

/**
 * Types the lines one by one. Without a `configure` among them they are taken as typed in configuration mode; the exec lines
 * among them are told by their words, and IOS XR commits at the end.
 */
export function applyPaste(
  platform: Platform,
  text: string,
  lines: readonly string[],
  adminText = '',
): Pasted {
  const paste = new Paste(
    platform,
    text,
    adminText,
    lines.some(line => CONFIGURE.test(line.trim())),
  )
  for (const [at, line] of lines.entries()) paste.type(line, at + 1)
  return paste.result()
}

class Paste {
  private readonly editors: Record<Plane, ConfigEditor>
  private readonly platform: Platform
  private readonly wrapped: boolean
  private plane: Plane = 'exec'
  private configuring: boolean
  private saved = false
  private readonly exec: string[] = []
  private readonly notes: PasteNote[] = []

  constructor(platform: Platform, text: string, adminText: string, wrapped: boolean) {
    this.platform = platform
    this.wrapped = wrapped
    this.configuring = !wrapped
    this.editors = {
      exec: new ConfigEditor(platform, text),
      admin: new ConfigEditor(platform, adminText, 'admin'),
    }
  }

  type(typed: string, line: number): void {
    const text = typed.trim()
    if (text === '') return
    if (!this.configuring) this.execLine(text)
    else if (SAVE.test(text) || (!this.wrapped && this.isExec(text))) this.execLine(text)
    else this.configLine(typed, line)
  }

  result(): Pasted {
    for (const plane of ['exec', 'admin'] as const) {
      const editor = this.editors[plane]
      if (!editor.hasPendingChanges) continue
      if (!this.wrapped) editor.line('commit')
      else this.notes.push({ line: 0, text: '', reason: 'the changes were not committed', kind: 'lost' })
    }
    return {
      text: this.editors.exec.text(),
      adminText: this.editors.admin.text(),
      exec: this.exec,
      saved: this.saved,
      notes: this.notes,
    }
  }

  /** Only where no sub-mode could mean the word: `enable` belongs to callhome. */
  private isExec(text: string): boolean {
    const { mode } = this.editors[this.plane]
    return isExecLine(this.platform, text) && (mode === 'config' || mode === 'admin-config' || / /.test(text))
  }

  private execLine(text: string): void {
    if (CONFIGURE.test(text)) {
      if (/^admin /i.test(text)) this.plane = 'admin'
      this.configuring = true
      this.editors[this.plane].enter()
    } else if (this.platform === 'ios-xr' && /^admin$/i.test(text)) this.plane = 'admin'
    else if (/^(exit|end|quit|!.*)$/i.test(text)) this.plane = 'exec'
    else if (SAVE.test(text)) this.saved = true
    else this.exec.push(this.plane === 'admin' ? `admin ${text}` : text)
  }

  private configLine(typed: string, line: number): void {
    const editor = this.editors[this.plane]
    const text = typed.trim()
    const { ok, message, action, exec } = editor.line(typed)
    const note = (kind: PasteNote['kind'], reason: string): void => {
      this.notes.push({ line, text, reason, kind })
    }
    if (exec !== undefined) this.exec.push(exec)
    if (!ok) note('refused', message ?? 'the device would refuse it')
    else if (action === true) note('action', 'what it does is not part of the configuration')
    else if (message?.startsWith('Uncommitted') === true) {
      editor.line('no')
      note('lost', 'the changes before it were not committed')
    } else if (message !== undefined) note('idle', message)
    if (editor.mode === 'exec') {
      this.configuring = !this.wrapped
      if (!this.wrapped) editor.enter()
    }
  }
}
