// Bodies, dates, spellings: the pure parts.
import { expect, test } from 'vitest'
import { readDate } from '../../../src/probe/http/answer.ts'
import { bodyKind, isHtml, titleOf } from '../../../src/probe/http/body.ts'
import { endpointKind, isExact, kindOfPath, otherSpellings } from '../../../src/probe/http/spellings.ts'

test.each([
  ['', 'empty'],
  [' \r\n', 'empty'],
  ['<!DOCTYPE html><p>', 'html'],
  ['\n<HTML>', 'html'],
  ['<!-- x --><html>', 'html'],
  ['<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', 'html'],
  ['<?xml version="1.0"?><a/>', 'xml'],
  ['<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope"><S:Body/></S:Envelope>', 'soap'],
  [
    '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body><Fault></Fault></Body></Envelope>',
    'soap-fault',
  ],
  ['[1]', 'json'],
  ['{}', 'json'],
  ['hello', 'text'],
  ['a\x00b', 'binary'],
])('%j is %s', (text, kind) => {
  expect(bodyKind(Buffer.from(text), undefined)).toBe(kind)
})

test('an encoding is not unpacked; identity is none', () => {
  expect(bodyKind(Buffer.from('x'), 'br')).toBe('encoded')
  expect(bodyKind(Buffer.from('x'), 'Identity')).toBe('text')
})

test('titles', () => {
  expect(titleOf('<html><title>\n  ERROR:\tnot here </title>')).toBe('ERROR: not here')
  expect(titleOf('<h1 class="x">502 Bad Gateway</h1>')).toBe('502 Bad Gateway')
  expect(titleOf('<title></title>')).toBeUndefined()
  expect(titleOf('<h1'.repeat(10_000))).toBeUndefined()
  expect(isHtml('plain')).toBe(false)
})

test('the one form of a date', () => {
  expect(readDate('Sun, 06 Nov 1994 08:49:37 GMT')).toBe(784111777000)
  expect(readDate('Sun, 31 Feb 2026 08:49:37 GMT')).toBeUndefined()
  expect(readDate('Sun, 06 Nov 1994 25:49:37 GMT')).toBeUndefined()
  expect(readDate('Sunday, 06-Nov-94 08:49:37 GMT')).toBeUndefined()
  expect(readDate('1994-11-06T08:49:37Z')).toBeUndefined()
})

test('exact paths', () => {
  expect(isExact('/SmartTransport', 'smart-on-prem')).toBe(true)
  expect(isExact('/smarttransport', 'smart-on-prem')).toBe(false)
  expect(isExact('/cslu/v1/pi', 'cslu')).toBe(true)
  expect(isExact('/cslu/v1/pi/acme-1', 'cslu')).toBe(true)
  expect(isExact('/cslu/v1/pi/acme-1/x', 'cslu')).toBe(false)
})

test('which endpoint a path means', () => {
  expect(kindOfPath('/its/service/oddce/services/DCEService')).toBe('call-home')
  expect(kindOfPath('/transportGateway/services/devicerequesthandler')).toBe('gateway')
  expect(kindOfPath('/smarttransport')).toBe('smart-on-prem')
  expect(kindOfPath('/CSLU/v1/pi')).toBe('cslu')
  expect(kindOfPath('/licservice/licence')).toBe('smart')
  expect(kindOfPath('/')).toBeUndefined()
})

test('which endpoint a URL is meant for', () => {
  const url = { host: 'ssm.example.net', port: 443, path: '/' }
  expect(endpointKind({ ...url, host: 'Tools.cisco.com', path: '/licservice/license' })).toBe('call-home')
  expect(endpointKind({ ...url, host: 'smartreceiver.cisco.com' })).toBe('smart')
  expect(endpointKind({ ...url, path: '/smarttransport' })).toBe('smart-on-prem')
  expect(endpointKind({ ...url, port: 8182 })).toBe('cslu')
  expect(endpointKind(url)).toBe('gateway')
  expect(endpointKind({ ...url, host: 'constructor' })).toBe('gateway')
})

test('spellings: never the asked one, an account stays', () => {
  expect(otherSpellings('/licservice/license', 'smart')).toEqual([])
  expect(otherSpellings('/cslu/v1/PI/acme-1', 'cslu').map(({ path }) => path)).toEqual([
    '/cslu/v1/pi/acme-1',
    '/cslu/v1/pi',
    '/Transportgateway/services/DeviceRequestHandler',
    '/SmartTransport',
  ])
})
