// A stream of this program as the way of the program ssh to a device: a socket only its owner can reach, and a small
// program that passes the bytes between the two.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'

export interface Bridge {
  /** For ssh's ProxyCommand. */
  readonly command: string
  /** Ends the stream too; safe to call twice. */
  close(): void
}

const PASS_ON =
  'const s=require("net").connect(process.argv[1]);s.on("error",()=>process.exit(1));process.stdin.pipe(s).pipe(process.stdout)'

/** Takes one connection, which gets the stream. */
export async function openBridge(stream: Duplex): Promise<Bridge> {
  const folder = mkdtempSync(join(tmpdir(), 'smartlic-way-'))
  const path = join(folder, 'socket')
  const server = createServer(socket => {
    server.close()
    socket.on('error', () => undefined)
    stream.on('close', () => socket.destroy())
    socket.on('close', () => stream.destroy())
    socket.pipe(stream).pipe(socket)
  })
  stream.on('error', () => undefined)
  const close = (): void => {
    server.close()
    stream.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
  } catch (error) {
    close()
    throw error
  }
  const words = [process.execPath, '-e', PASS_ON, path].map(quoted)
  return { command: words.join(' ').replaceAll('%', '%%'), close }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
