// Port forwarding: where a packet meant for one address and port goes instead. For tests, and where the way to a server
// leads through a tunnel: SMARTLIC_PROBE_MAP=198.51.100.7:443=127.0.0.1:8443,192.0.2.53:53=127.0.0.1:5353
import { isIP } from 'node:net'

export interface Endpoint {
  readonly address: string
  readonly port: number
}

export class PortMap {
  private readonly there: ReadonlyMap<string, Endpoint>
  private readonly back: ReadonlyMap<string, Endpoint>

  private constructor(pairs: readonly (readonly [Endpoint, Endpoint])[]) {
    this.there = new Map(pairs.map(([meant, dialled]) => [keyOf(meant), dialled]))
    this.back = new Map(pairs.map(([meant, dialled]) => [keyOf(dialled), meant]))
  }

  /** @throws Error naming the entry that cannot be read */
  static read(text: string | undefined): PortMap {
    const entries = (text ?? '').split(',').filter(entry => entry.trim() !== '')
    return new PortMap(
      entries.map(entry => {
        const [meant, dialled, more] = entry.split('=').map(readEndpoint)
        if (meant === undefined || dialled === undefined || more !== undefined)
          throw new Error(`SMARTLIC_PROBE_MAP: ${entry.trim()} is not ADDRESS:PORT=ADDRESS:PORT`)
        return [meant, dialled]
      }),
    )
  }

  /** Where to send what is meant for this endpoint. */
  dial(meant: Endpoint): Endpoint {
    return this.there.get(keyOf(meant)) ?? { address: meant.address, port: meant.port }
  }

  /** What was meant by the endpoint that was dialled. */
  meant(dialled: Endpoint): Endpoint {
    return this.back.get(keyOf(dialled)) ?? { address: dialled.address, port: dialled.port }
  }
}

function keyOf({ address, port }: Endpoint): string {
  return `${address.toLowerCase()} ${port}`
}

/** `192.0.2.1:53` or `[2001:db8::1]:53`. */
export function readEndpoint(text: string): Endpoint | undefined {
  const match = /^\s*(?:\[([0-9a-f:.]+)\]|([0-9.]+)):(\d{1,5})\s*$/i.exec(text)
  const address = match?.[1] ?? match?.[2] ?? ''
  const port = Number(match?.[3])
  return isIP(address) === 0 || port < 1 || port > 65_535 ? undefined : { address, port }
}
