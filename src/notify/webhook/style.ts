// Which payload a webhook wants, told by its host where it is not said.
export const WEBHOOK_STYLES = ['generic', 'slack', 'teams', 'webex'] as const
export type WebhookStyle = (typeof WEBHOOK_STYLES)[number]

const HOSTS: readonly (readonly [RegExp, WebhookStyle])[] = [
  [/^hooks\.slack(?:-gov)?\.com$/, 'slack'],
  // Connectors of old, and the Workflows app that took their place.
  [/\.webhook\.office\.com$/, 'teams'],
  [/\.logic\.azure\.(?:com|us|cn)$/, 'teams'],
  [/\.api\.powerplatform\.(?:com|us|cn)$/, 'teams'],
  [/^webexapis\.com$|^api\.ciscospark\.com$/, 'webex'],
]

export function styleOf(host: string): WebhookStyle {
  const name = host.toLowerCase()
  return HOSTS.find(([pattern]) => pattern.test(name))?.[1] ?? 'generic'
}
