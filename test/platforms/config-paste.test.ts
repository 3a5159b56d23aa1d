// A pasted block: configuration mode, commit and save, the exec lines around it, the admin plane.
import { expect, test } from 'vitest'
import { applyPaste } from '../../src/platforms/config/index.ts'

test('the block a fix prints, and the exec lines behind it', () => {
  const { text, exec, saved, notes } = applyPaste('ios-xe', 'hostname a\nend\n', [
    'configure terminal',
    'call-home',
    ' contact-email-addr a@b.example',
    'end',
    'write memory',
    'license smart register idtoken <TOKEN>',
  ])
  expect(text).toBe('hostname a\ncall-home\n contact-email-addr a@b.example\nend\n')
  expect({ exec, saved, notes }).toEqual({
    exec: ['license smart register idtoken <TOKEN>'],
    saved: true,
    notes: [],
  })
})

test('bare lines are configuration; exec lines among them are told by their words', () => {
  const { text, exec, saved } = applyPaste('nx-os', 'hostname a\n', [
    'ip domain-lookup',
    'license smart register idtoken abc',
    'copy running-config startup-config',
  ])
  expect(text).toBe('hostname a\nip domain-lookup\n')
  expect(exec).toEqual(['license smart register idtoken abc'])
  expect(saved).toBe(true)
})

test('configuration typed in exec mode does nothing', () => {
  const { text, exec } = applyPaste('ios-xe', 'hostname a\n', ['hostname b', 'conf t', 'end', 'hostname c'])
  expect(text).toBe('hostname a\n')
  expect(exec).toEqual(['hostname b', 'hostname c'])
})

test('IOS XR without commit changes nothing and says so; bare lines are committed', () => {
  const without = applyPaste('ios-xr', 'hostname a\n', ['configure', 'hostname b', 'end'])
  expect(without.text).toBe('hostname a\n')
  expect(without.notes.map(note => note.kind)).toEqual(['lost'])
  const open = applyPaste('ios-xr', 'hostname a\n', ['configure', 'hostname b'])
  expect(open.notes.map(note => note.kind)).toEqual(['lost'])
  expect(applyPaste('ios-xr', 'hostname a\n', ['hostname b']).text).toBe('hostname b\n')
})

test('the admin plane has a configuration of its own', () => {
  const { text, adminText, exec } = applyPaste(
    'ios-xr',
    'hostname a\nend\n',
    ['admin', 'configure', 'license smart enable', 'commit', 'end', 'show license', 'exit', 'show version'],
    'username x\n group y\n!\nend\n',
  )
  expect(text).toBe('hostname a\nend\n')
  expect(adminText).toBe('username x\n group y\n!\nlicense smart enable\nend\n')
  expect(exec).toEqual(['admin show license', 'show version'])
})

test('every line that was not taken is named by its number', () => {
  const { notes } = applyPaste('ios-xe', 'hostname a\n', [
    'frobnicate',
    '',
    'no ip host nowhere',
    'crypto pki trustpool import url http://x.example/y',
  ])
  expect(notes.map(({ line, kind }) => [line, kind])).toEqual([
    [1, 'refused'],
    [3, 'idle'],
    [4, 'action'],
  ])
})
