// Lets a person in with the password the device file names: plain, or by keyboard-interactive as many devices insist.
import type { AuthContext } from 'ssh2'
import type { Login } from './types.ts'

export function admit(context: AuthContext, login: Login): void {
  const offered = [...login.methods]
  const known = context.username === login.username
  if (context.method === 'password' && offered.includes('password')) {
    if (known && context.password === login.password) context.accept()
    else context.reject(offered)
    return
  }
  if (context.method === 'keyboard-interactive' && offered.includes('keyboard-interactive')) {
    context.prompt([{ prompt: 'Password: ', echo: false }], answers => {
      if (known && answers?.[0] === login.password) context.accept()
      else context.reject(offered)
    })
    return
  }
  context.reject(offered)
}
