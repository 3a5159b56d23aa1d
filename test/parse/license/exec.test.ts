// Commands a person typed in a saved session: known to be typed, refused or not, without their secrets.
import { describe, expect, test } from 'vitest'
import { devicesOf } from '../../../src/app/input/devices.ts'
import { assemble } from '../../../src/parse/assemble.ts'
import { splitText } from '../../../src/parse/split/index.ts'

const SESSION = `acc-sw-1#license smart register idtoken MjNiODQyYWEtNzY1 force
                       ^
% Invalid input detected at '^' marker.

acc-sw-1#license smart factory reset
%Warning: reload required after "license smart factory reset" command
acc-sw-1#show license udi
UDI: PID:C9300-24T,SN:FCW2402P0A1
acc-sw-1#
`

describe('a session with licensing commands in it', () => {
  const place = { origin: 'session.txt', file: 'session.txt', folder: '', folderName: '' }
  const { sets } = devicesOf([{ ...place, segments: splitText(SESSION) }], { platform: 'ios-xe' })
  const set = sets[0] ?? expect.fail()

  test('says which were refused and which were taken', () => {
    const { collection } = assemble(set).facts
    expect(collection?.refused).toEqual(['license smart register idtoken'])
    expect(collection?.answered).toContain('license smart factory reset')
  })
  test('keeps no token', () => {
    expect(JSON.stringify(set.captures)).not.toContain('MjNi')
  })
})
