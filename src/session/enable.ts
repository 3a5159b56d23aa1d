// From `>` to `#`: `enable` and its secret, which is sent once.
import { secretRefusal } from '../collect/guard.ts'
import { cleanText, quote } from './clean.ts'
import type { Line } from './line.ts'
import { lastLine } from './prompt.ts'

const USER_QUESTION = /^(?:user ?name|login)\s*:$/i
const SECRET_QUESTION = /^pass(?:word|code)[^:]{0,40}:$/i

/**
 * `enable` with its secret; the prompt must end with `#` afterwards. The secret is sent once.
 * @returns why it did not work; undefined when it did
 */
export async function enable(line: Line, secret: string | undefined): Promise<string | undefined> {
  const unfit = secret === undefined ? undefined : secretRefusal(secret)
  if (unfit !== undefined) return `the enable secret cannot be typed: ${unfit}`
  line.inbox.reset()
  line.type('enable')
  const before = line.prompt
  const raised = `${before.slice(0, -1)}#`
  let sent = false
  for (let start = performance.now(); performance.now() - start < line.limits.authMs; ) {
    const arrival = await line.inbox.wait(line.limits.settleMs)
    if (arrival === 'closed') throw line.closedEarly()
    if (arrival === 'data') continue
    const last = lastLine(line.inbox.tail)
    if (USER_QUESTION.test(last)) {
      await line.recover()
      return 'it asks for a user name too'
    }
    if (SECRET_QUESTION.test(last)) {
      if (sent || secret === undefined) {
        await line.recover()
        return sent ? 'the enable secret was refused' : 'it asks for a secret and none was given'
      }
      sent = true
      line.inbox.reset()
      line.typeSecret(secret)
    } else if (last === raised && (await line.comesBack(last))) {
      line.prompt = last
      return undefined
    } else if (last === before && sent && (await line.comesBack(last))) {
      return 'the enable secret was refused'
    } else if (last === before && line.inbox.tail.includes('%')) {
      const said = cleanText(line.inbox.tail)
        .split('\n')
        .find(one => one.trim().startsWith('%'))
      if (said !== undefined && (await line.comesBack(last))) return quote(said)
    }
  }
  await line.recover(raised)
  return line.prompt === raised ? undefined : 'no answer came'
}
