// Authentication that misbehaves: silent, slow, always refused, with questions no program should answer.
import type { AuthContext } from 'ssh2'
import { admit } from '../login.ts'
import type { Fault, Login } from '../types.ts'
import { has } from './answer.ts'
import { breakOff, pause, type Sink } from './disturbance.ts'

export async function admitBadly(
  context: AuthContext,
  login: Login,
  fault: Fault,
  sink: Pick<Sink, 'cut' | 'reset' | 'signal'>,
): Promise<void> {
  const offered = [...login.methods]
  if (context.method === 'none') return context.reject(offered)
  if (fault.delayMs !== undefined && !(await pause(fault.delayMs, sink.signal))) return
  if (fault.hangAfterBytes !== undefined) return
  if (fault.cutAfterBytes !== undefined || fault.resetAfterBytes !== undefined) {
    await breakOff(sink, fault.resetAfterBytes !== undefined)
    return
  }
  if (fault.deny === true) return context.reject(offered)
  const question = has(fault, 'expired')
    ? 'Password expired. Enter new password: '
    : has(fault, 'ask')
      ? 'Verification code: '
      : undefined
  if (question === undefined) return admit(context, login)
  if (context.method === 'keyboard-interactive')
    return context.prompt([{ prompt: question, echo: false }], () => context.reject(offered))
  if (context.method === 'password' && has(fault, 'expired'))
    return context.requestChange(question, () => context.reject(offered))
  context.reject(['keyboard-interactive'])
}
