// Where secrets come from: a prompt, the environment, a file, a command. Never from the command line, never into a message.
import { spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { unreadable } from './file-problem.ts'
import { remember } from './known-secrets.ts'

export interface SecretSources {
  /** What it is for, in a prompt and in errors: `password of noc`. */
  readonly label: string
  readonly file?: string
  /** Run by the shell: people write pipelines. Its output, one line end removed, is the secret. */
  readonly command?: string
  /** Value of the environment variable. */
  readonly env?: string
  /** Asks a person; absent when there is no terminal. */
  readonly ask?: (label: string) => Promise<string | undefined>
}

const MAX_BYTES = 4_096
const COMMAND_MS = 60_000

/** The first source that is there: file, command, environment, prompt. Undefined when there is none. */
export async function readSecret(sources: SecretSources): Promise<string | undefined> {
  if (sources.file !== undefined) return secretFromFile(sources.file, sources.label)
  if (sources.command !== undefined) return secretFromCommand(sources.command, sources.label)
  if (sources.env !== undefined && sources.env !== '') return remember(sources.env)
  const answer = await sources.ask?.(sources.label)
  return answer === undefined ? undefined : remember(answer)
}

/**
 * A file only its owner can read. The mode is checked on the open file, so it cannot be swapped in between.
 * @throws Error when it is missing, too open, empty or too long
 */
export async function secretFromFile(path: string, label: string): Promise<string> {
  const fail = (error: unknown): never => {
    throw unreadable(`the ${label} from`, path, error)
  }
  const file = await open(path, 'r').catch(fail)
  try {
    const stat = await file.stat()
    if (stat.isDirectory()) fail({ code: 'EISDIR' })
    // Windows has no such mode bits.
    if (process.platform !== 'win32' && stat.isFile() && (stat.mode & 0o077) !== 0) {
      throw new Error(`${path} can be read by others; run chmod 600 on it`)
    }
    if (stat.isFile() && stat.size > MAX_BYTES)
      throw new Error(`${path} is too long to be a ${label}; check that it is the right file`)
    const buffer = Buffer.alloc(MAX_BYTES)
    let length = 0
    for (let got = 1; got > 0 && length < MAX_BYTES; length += got) {
      got = (await file.read(buffer, length, MAX_BYTES - length)).bytesRead
    }
    return usable(buffer.toString('utf8', 0, length), `${path} is empty; write the ${label} into it`)
  } finally {
    await file.close()
  }
}

/** @throws Error with the exit code; what the command printed is not repeated, it may hold a part of the secret */
export async function secretFromCommand(
  command: string,
  label: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const output = await new Promise<string>((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      stdio: ['inherit', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    })
    const chunks: Buffer[] = []
    let size = 0
    const fail = (why: string): void =>
      reject(new Error(`the command for the ${label} ${why}; run it by hand to see why`))
    const timer = setTimeout(() => {
      child.kill()
      fail(`did not end within ${COMMAND_MS / 1_000} s`)
    }, COMMAND_MS)
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= MAX_BYTES) chunks.push(chunk)
    })
    child.on('error', () => {
      clearTimeout(timer)
      fail('could not be started')
    })
    child.on('close', code => {
      clearTimeout(timer)
      if (code !== 0) fail(`failed with exit code ${code ?? 'none (killed)'}`)
      else if (size > MAX_BYTES) fail('printed too much')
      else resolve(Buffer.concat(chunks).toString('utf8'))
    })
  })
  return usable(output, `the command for the ${label} printed nothing; run it by hand to see why`)
}

/**
 * The first line of standard input.
 * @throws Error when nothing comes
 */
export async function secretFromStdin(label: string): Promise<string> {
  if (process.stdin.isTTY)
    throw new Error(
      `the ${label} is to come from standard input, which is a terminal; use a pipe, or leave --password-stdin out to be asked`,
    )
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MAX_BYTES || chunk.includes(10)) break
  }
  const text = Buffer.concat(chunks).toString('utf8')
  return usable(text.split(/\r?\n/, 1)[0] ?? '', `standard input holds no ${label}; write it into the pipe`)
}

/** One line end is dropped; more lines mean something else was printed too. */
function usable(text: string, whenEmpty: string): string {
  const secret = text.replace(/\r?\n$/, '')
  if (secret === '') throw new Error(whenEmpty)
  if (/[\r\n\u0000]/.test(secret))
    throw new Error('the secret has more than one line; keep nothing but the secret there')
  return remember(secret)
}

/** Asks on the terminal without showing what is typed. Undefined when the person gives up. */
export async function askSecret(label: string): Promise<string | undefined> {
  const { isCancel, password } = await import('@clack/prompts')
  // stdout is the report only.
  const answer = await password({ message: label, output: process.stderr })
  return isCancel(answer) || answer === '' ? undefined : answer
}

/** Asks whether to go on. */
export async function askYesNo(message: string): Promise<boolean> {
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message, initialValue: false, output: process.stderr })
  return !isCancel(answer) && answer
}
