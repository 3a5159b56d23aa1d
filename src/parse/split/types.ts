// What the splitter hands on: one stretch of text that answers one command.
import type { Platform } from '../../model/platform.ts'

export interface Segment {
  /** The command as typed (an admin-plane one with `admin ` before it); '' when nothing names it. */
  readonly command: string
  readonly text: string
  /** No parser reads the command; its text was not kept. */
  readonly unread?: true
  /** 1-based line of the whole text that the segment's first line stands on. */
  readonly firstLine: number
  /** From the prompt; undefined when there was none. */
  readonly hostname?: string
  /** What the prompt or heading gives away. */
  readonly platform?: Platform
  /** Why the answer is not whole; undefined when nothing says so. */
  readonly cut?: string
}
