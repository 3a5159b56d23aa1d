export const TABLE: string
export function testsByRequirement(): Map<string, string[]>
export function rows(): {
  readonly number: string
  readonly priority: string
  readonly code: readonly string[]
  readonly tests: readonly string[]
}[]
