// From the login to the first proven prompt: banners, dialogues and modes that must be left.
import { passwordExpired } from './auth.ts'
import { quote } from './clean.ts'
import { SessionError, seconds } from './errors.ts'
import type { Line } from './line.ts'
import { lastLine, lastPrinted, loginDialogue, looksLikePrompt, pagerAt, wrongMode } from './prompt.ts'

/**
 * Learns the prompt: the settled last line that comes back identical after an empty line was sent.
 * A banner line ending in `#` or `>` does not come back, so it is never taken for one.
 * @throws SessionError prompt-not-found, wrong-mode, password-expired, session-limit, auth-needs-interaction
 */
export async function learnPrompt(line: Line): Promise<string> {
  const { firstPromptMs, questionMs, settleMs } = line.limits
  const start = performance.now()
  const nudgeMs = Math.min(firstPromptMs / 2, 2 * questionMs)
  let nudged = false
  for (;;) {
    const left = firstPromptMs - (performance.now() - start)
    if (left <= 0) throw noPrompt(line)
    const arrival = await line.inbox.wait(Math.min(settleMs, left))
    if (arrival === 'closed') throw closedAtLogin(line)
    if (arrival === 'data') continue
    const last = lastLine(line.inbox.tail)
    const mode = wrongMode(last)
    if (mode !== undefined)
      throw new SessionError('wrong-mode', `the session starts in ${mode} (${quote(last)}); nothing was sent`)
    if (looksLikePrompt(last)) {
      if (await line.comesBack(last)) {
        line.prompt = last
        return last
      }
    } else if (last !== '') meetDialogue(line)
    // Some consoles say nothing until a key is pressed; a log line may hide the prompt.
    if (!nudged && performance.now() - start > nudgeMs) {
      nudged = true
      line.press('return')
    }
  }
}

function meetDialogue(line: Line): void {
  const dialogue = loginDialogue(line.inbox.tail)
  if (dialogue === 'password-change') throw passwordExpired()
  if (dialogue === 'session-limit') throw sessionLimit(line)
  if (dialogue === 'login') {
    throw new SessionError(
      'auth-needs-interaction',
      'the device asks for a second login inside the session, which is not supported',
    )
  }
  if (dialogue === 'press-return' || pagerAt(lastLine(line.inbox.tail)) !== undefined)
    line.press(dialogue === undefined ? 'space' : 'return')
}

function noPrompt(line: Line): SessionError {
  const last = lastPrinted(line.inbox.tail)
  const shown = last === '' ? 'it printed nothing' : `its last line is ${quote(last)}`
  return new SessionError(
    'prompt-not-found',
    `logged in, but no prompt was recognised within ${seconds(line.limits.firstPromptMs)}; ${shown}`,
  )
}

function closedAtLogin(line: Line): SessionError {
  if (line.stopped) return line.closedEarly()
  const dialogue = loginDialogue(line.inbox.tail)
  if (dialogue === 'password-change') return passwordExpired()
  return dialogue === 'session-limit' ? sessionLimit(line) : line.closedEarly()
}

function sessionLimit(line: Line): SessionError {
  return new SessionError(
    'session-limit',
    `the device takes no more sessions: ${quote(lastPrinted(line.inbox.tail.trimEnd()))}`,
  )
}
