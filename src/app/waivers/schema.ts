// The form of a waiver file, published as waivers.schema.json.

const name = { type: 'string', minLength: 1 }

export const waiversSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'smartlic waivers',
  description: 'findings that are known and accepted, each with its reason, its owner and its end',
  type: 'object',
  additionalProperties: false,
  required: ['waivers'],
  properties: {
    waivers: {
      type: 'array',
      minItems: 1,
      maxItems: 1000,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['rule', 'device', 'reason', 'owner', 'expires'],
        properties: {
          rule: { ...name, description: 'id of the rule' },
          device: {
            ...name,
            description:
              'name or host name with *, ?, [...] and {a,b}; group:NAME or tag:NAME of the inventory; host:NAME when the name itself begins so',
          },
          element: {
            ...name,
            description:
              'of a rule that looks at each of a list: only this one, by its element in the JSON report or a word of it (a URL, a profile), with * and ?',
          },
          reason: { ...name, description: 'why it is accepted' },
          owner: { ...name, description: 'who answers for it' },
          expires: {
            type: 'string',
            pattern: '^\\d{4}-\\d{2}-\\d{2}$',
            description: 'YYYY-MM-DD, the last day it holds, in UTC',
          },
        },
      },
    },
  },
}
