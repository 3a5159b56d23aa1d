// Starts and asks the lab's process.
import { fork } from 'node:child_process'
import { once } from 'node:events'

/** @param wanted `{device, devices, commands, megabytes?}`; see lab.ts for what comes back */
export async function startLab(sources, { device, devices, commands, megabytes = 0 }) {
  const lab = fork(sources.lab, [device, String(devices), JSON.stringify(commands), String(megabytes)], {
    stdio: 'inherit',
  })
  const answer = async () => {
    const [message] = await Promise.race([
      once(lab, 'message'),
      once(lab, 'exit').then(() => Promise.reject(new Error('the lab ended'))),
    ])
    return message
  }
  const served = await answer()
  return {
    ...served,
    /** Command lines the first device got so far. */
    received: () => {
      lab.send('received')
      return answer().then(({ received }) => received)
    },
    close: async () => {
      lab.disconnect()
      if (lab.exitCode === null) await once(lab, 'exit')
    },
  }
}
