// IPv4 addresses and routes, as far as a simulated device needs them.

/** The address as a number; undefined when it is no dotted quad. */
export function ipv4(text: string): number | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined
  const parts = text.split('.').map(Number)
  return parts.some(part => part > 255) ? undefined : parts.reduce((sum, part) => sum * 256 + part, 0)
}

/** Prefix length of a dotted mask. */
export function maskLength(mask: string): number {
  const value = ipv4(mask) ?? 0
  return value.toString(2).replace(/0+$/, '').length
}

export function inPrefix(address: string, prefix: string, length: number): boolean {
  const [a, p] = [ipv4(address), ipv4(prefix)]
  if (a === undefined || p === undefined) return false
  const size = 2 ** (32 - length)
  return Math.floor(a / size) === Math.floor(p / size)
}
