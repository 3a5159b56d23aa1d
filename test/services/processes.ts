// What is left of a connection: processes below sshd, and sockets, as Linux shows them in /proc.
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Processes below `pid`, however deep. */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      // pid (name) state ppid ...; the name may hold anything, so what follows its last bracket counts.
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (state !== 'Z') parents.set(Number(entry), Number(parent))
    } catch {
      // It ended meanwhile.
    }
  }
  const isBelow = (child: number): boolean => {
    const parent = parents.get(child)
    return parent !== undefined && (parent === pid || isBelow(parent))
  }
  return [...parents.keys()].filter(isBelow)
}

const ESTABLISHED = '01'

/** Open TCP connections to or from a local port, both ends counted. */
export function connections(port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap(file => readLines(file).slice(1))
    .map(line => line.trim().split(/\s+/))
    .filter(([, local, remote, state]) => {
      return state === ESTABLISHED && [local, remote].some(end => end?.endsWith(`:${hex}`))
    }).length
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n')
  } catch {
    return []
  }
}

/** Waits until `holds` or until patience ends; sshd needs a moment to notice that a client has left. */
export async function settled(holds: () => boolean, ms = 10_000): Promise<boolean> {
  for (const start = Date.now(); Date.now() - start < ms; ) {
    if (holds()) return true
    await sleep(50)
  }
  return holds()
}
