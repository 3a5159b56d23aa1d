// Every secret this process has read, by value: an error that quotes something may hold one, and must not show it.

/** A shorter one is a part of any sentence. */
const SHORTEST = 4

const known = new Set<string>()

export function knownSecrets(): ReadonlySet<string> {
  return known
}

/** Takes note of a secret, and of the secret parts of one that is an address. Gives it back. */
export function remember(secret: string): string {
  const url = URL.canParse(secret) ? new URL(secret) : undefined
  const parts =
    url === undefined || url.host === ''
      ? [secret]
      : [url.username, url.password, ...url.pathname.split('/'), url.search.slice(1)].flatMap(decoded)
  for (const part of [secret, ...parts]) if (part.length >= SHORTEST) known.add(part)
  return secret
}

function decoded(text: string): string[] {
  try {
    return [text, decodeURIComponent(text)]
  } catch {
    return [text]
  }
}
