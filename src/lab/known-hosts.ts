// The lab's known_hosts file: in a folder of its own, gone when the lab is.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface KnownHostsFile {
  readonly path: string
  remove(): Promise<void>
}

/** Writes the text where nobody else's file can be; mode 600 in a folder of mode 700. */
export async function writeKnownHosts(text: string): Promise<KnownHostsFile> {
  const dir = await mkdtemp(join(tmpdir(), 'smartlic-lab-'))
  const path = join(dir, 'known_hosts')
  await writeFile(path, text, { mode: 0o600 })
  return { path, remove: () => rm(dir, { recursive: true, force: true }) }
}
