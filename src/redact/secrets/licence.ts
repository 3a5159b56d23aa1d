// Licensing: registration tokens, trust tokens, reservation codes, typed or printed.
import { PART_MARKER } from '../kinds.ts'
import { valueSpan, wordSpan } from '../value.ts'
import { before } from '../words.ts'
import type { Handler, Handlers } from './rule.ts'

/** `license smart register idtoken TOKEN force`, `license smart trust idtoken TOKEN local`: the command stays one. */
const idToken: Handler = (line, at) => wordSpan(line.words[at + 1], 'token', PART_MARKER)

/** The same as people type it: `lic smart reg idt TOKEN`. */
const licence: Handler = (line, at) =>
  /^sm/.test(line.words[at + 1]?.key ?? '') &&
  /^(?:reg|tru)/.test(line.words[at + 2]?.key ?? '') &&
  /^id/.test(line.words[at + 3]?.key ?? '')
    ? idToken(line, at + 3)
    : undefined

const RESERVATION = new Set(['reservation', 'authorization'])

/** `license smart reservation install "CODE"`; `install file flash:x` names a file. */
const install: Handler = (line, at) =>
  before(line, at, RESERVATION, 2) < 0 || line.words[at + 1]?.key === 'file'
    ? undefined
    : valueSpan(line, at + 1, 'code', { rest: true, skip: new Set(['authorization']) })

/** `license smart reservation return authorization "CODE"`. */
const authorization: Handler = (line, at) =>
  line.words[at - 1]?.key === 'return' && before(line, at, RESERVATION, 3) >= 0
    ? valueSpan(line, at + 1, 'code', { rest: true })
    : undefined

/** `request platform software sdwan vedge_cloud activate chassis-number X token TOKEN`. */
const token: Handler = (line, at) =>
  before(line, at, new Set(['activate', 'chassis-number', 'otp'])) >= 0
    ? wordSpan(line.words[at + 1], 'token')
    : undefined

export const licenceHandlers: Handlers = {
  idtoken: idToken,
  'id-token': idToken,
  install,
  authorization,
  token,
  ...Object.fromEntries(['lic', 'lice', 'licen', 'licens', 'license'].map(word => [word, licence])),
}
