// A ProxyCommand as the way to a device: bytes pass both ways, and a program that fails says why.
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { SessionError } from '../../src/session/errors.ts'
import { openProxyCommand } from '../../src/session/proxy-command.ts'

const TOKENS = { host: '192.0.2.7', port: 2222, username: 'noc' }

describe('T18 ProxyCommand', () => {
  test('bytes pass both ways, and the end of the program is the end of the stream', async () => {
    const stream = openProxyCommand('head -c 5; exec cat >&2', TOKENS)
    stream.write('hello')
    const chunks: Buffer[] = []
    stream.on('data', chunk => chunks.push(chunk))
    stream.end()
    await once(stream, 'end')
    expect(Buffer.concat(chunks).toString()).toBe('hello')
  })

  test('host, port and user stand where they are asked for; nothing the shell would act upon', async () => {
    const said = async (host: string): Promise<string> => {
      const stream = openProxyCommand("printf '%%s' %h/%p/%r", { ...TOKENS, host })
      stream.end()
      return (await stream.toArray()).join('')
    }
    expect(await said('192.0.2.7')).toBe('192.0.2.7/2222/noc')
    expect(await said('a;echo bad')).toBe('/2222/noc')
  })

  test('T6 a program that ends without a word: its exit code and its last words', async () => {
    const stream = openProxyCommand('echo first >&2; echo "no way to %h" >&2; exit 3', TOKENS)
    const [error] = await once(stream, 'error')
    expect(error).toBeInstanceOf(SessionError)
    expect(error).toMatchObject({
      kind: 'proxy-failed',
      message: expect.stringMatching(/exit code 3 .*"no way to 192\.0\.2\.7"/),
    })
  })

  test('the program is ended with the stream', async () => {
    const stream = openProxyCommand('echo $$; exec sleep 300', TOKENS)
    const [first] = (await once(stream, 'data')) as [Buffer]
    const pid = Number(first.toString().trim())
    expect(process.kill(pid, 0)).toBe(true)
    stream.destroy()
    await expect
      .poll(() => {
        try {
          return process.kill(pid, 0)
        } catch {
          return false
        }
      })
      .toBe(false)
  })
})
