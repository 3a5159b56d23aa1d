// The HTML report in a real browser: nothing leaves the page, filters and copying work, keyboard and screen reader too.
import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { formatHtml } from '../../src/report/html.ts'
import { everything, PAYLOADS, poisoned } from '../report/hostile.ts'
import { accepted, critical, healthy, planned, reportOf, unreadable, warning } from '../report/sample.ts'
import { withTool } from './available.ts'
import { type Opened, ReportBrowser, seriousFaults } from './browser.ts'

const htmlOf = (report: Report): string =>
  formatHtml(report, text => createHash('sha256').update(text).digest('base64'))

const fleet = reportOf(
  { ...planned, groups: ['berne'], tags: ['core'] },
  { ...critical, name: '10.20.0.12', hostname: 'edge-sw2', groups: ['zurich'] },
  { ...healthy, groups: ['zurich'] },
  unreadable,
  warning,
)
const page = htmlOf({ ...fleet, run: { ...fleet.run, thresholds: { warn_days: 30, critical_days: 7 } } })

withTool('chromium', 'the HTML report in Chromium', chromium => {
  let browser: ReportBrowser
  beforeAll(async () => {
    browser = await ReportBrowser.start(chromium)
  })
  afterEach(() => browser.closePages())
  afterAll(() => browser?.stop())

  const quiet = ({ requests, troubles }: Opened): void => {
    expect(requests).toEqual([])
    expect(troubles).toEqual([])
  }
  const shownDevices = async ({ page }: Opened): Promise<string[]> =>
    page.locator('#devices tbody tr:visible th').allInnerTexts()

  test('opens by its file and from a server, and asks for nothing else', async () => {
    for (const served of [false, true]) {
      const opened = await browser.open(page, { served })
      expect(await opened.page.title()).toContain('Smart Licensing report')
      await opened.page.getByRole('link', { name: '10.20.0.11 (edge-sw1)' }).click()
      await opened.page.waitForTimeout(300)
      quiet(opened)
    }
  })

  test('its policy lets nothing in: no foreign script, style, picture, frame, form or request', async () => {
    const opened = await browser.open(page, { served: true })
    const before = browser.hits.length
    const ran = await opened.page.evaluate(async origin => {
      const window = globalThis as unknown as Record<string, unknown>
      const document = window['document'] as {
        createElement(name: string): Record<string, unknown>
        body: { append(node: unknown): void }
      }
      const add = (name: string, settings: Record<string, unknown>): void => {
        document.body.append(Object.assign(document.createElement(name), settings))
      }
      add('img', { src: `${origin}/x.png` })
      add('iframe', { src: `${origin}/frame` })
      add('link', { rel: 'stylesheet', href: `${origin}/x.css` })
      const sent = await fetch(`${origin}/data`).then(
        () => 'sent',
        () => 'refused',
      )
      let scripted = 'refused'
      try {
        add('script', { textContent: 'globalThis.owned = 1' })
        scripted = window['owned'] === 1 ? 'ran' : 'refused'
      } catch {
        scripted = 'refused'
      }
      return { sent, scripted }
    }, browser.origin)
    expect(ran).toEqual({ sent: 'refused', scripted: 'refused' })
    await opened.page.waitForTimeout(300)
    expect(browser.hits.slice(before)).toEqual([])
    expect(opened.troubles.join('\n')).toContain('Content Security Policy')
  })

  describe('filters', () => {
    test('by status, cause, severity, platform, site and free text, each alone and together', async () => {
      const opened = await browser.open(page)
      const { page: tab } = opened
      const edge1 = '10.20.0.11 (edge-sw1)'
      const edge2 = '10.20.0.12 (edge-sw2)'
      expect(await shownDevices(opened)).toEqual([edge1, edge2, '10.20.0.99', 'xr-pe-3', 'core-1'])
      const expectShown = async (devices: string[]): Promise<void> => {
        expect(await shownDevices(opened)).toEqual(devices)
        const words = devices.length === 5 ? '5 devices' : `${devices.length} of 5 devices`
        expect(await tab.locator('#shown').textContent()).toBe(words)
      }
      const reset = async (): Promise<void> => {
        await tab.getByRole('button', { name: 'Show all' }).click()
        await tab.waitForTimeout(50)
        await expectShown([edge1, edge2, '10.20.0.99', 'xr-pe-3', 'core-1'])
      }
      await tab.getByRole('checkbox', { name: 'healthy' }).check()
      await tab.getByRole('checkbox', { name: 'unknown' }).check()
      await expectShown(['10.20.0.99', 'core-1'])
      await reset()
      await tab.getByLabel('Cause').selectOption('dns-no-server-in-vrf')
      await expectShown([edge1, edge2])
      await tab.getByLabel('Site, group or tag').selectOption('zurich')
      await expectShown([edge2])
      await reset()
      await tab.getByLabel('Severity of a finding').selectOption('warning')
      await expectShown(['xr-pe-3'])
      await reset()
      await tab.getByLabel('Platform').selectOption('IOS XE')
      await expectShown(['core-1'])
      await reset()
      await tab.getByLabel('Search').fill('NAME server  zurich')
      await expectShown([edge2])
      await tab.getByLabel('Search').fill('nothing of the kind')
      await expectShown([])
      // The picture of deadlines follows.
      await reset()
      const marks = tab.locator('#overview .timeline .mark:visible')
      expect(await marks.count()).toBe(4)
      await tab.getByRole('checkbox', { name: 'critical' }).check()
      expect(await marks.count()).toBe(2)
      quiet(opened)
    })
  })

  test('one page a device, by link, address and the browser history', async () => {
    const opened = await browser.open(page)
    const { page: tab } = opened
    const visible = (): Promise<string[]> =>
      tab.locator('section.page:visible').evaluateAll(all => all.map(one => one.id))
    expect(await visible()).toEqual(['overview'])
    await tab.getByRole('link', { name: 'core-1' }).click()
    expect(await visible()).toEqual(['device-5'])
    await tab.getByRole('link', { name: 'Previous device' }).click()
    expect(await visible()).toEqual(['device-4'])
    await tab.goBack()
    await tab.goBack()
    expect(await visible()).toEqual(['overview'])
    await tab.goto(`${tab.url().split('#')[0]}#device-3`)
    expect(await visible()).toEqual(['device-3'])
    await tab.goto(`${tab.url().split('#')[0]}#device-99`)
    expect(await visible()).toEqual(['overview'])
  })

  describe('copy buttons', () => {
    test('put exactly the lines into the clipboard and say so', async () => {
      const opened = await browser.open(page, {
        served: true,
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      const { page: tab } = opened
      await tab.getByRole('link', { name: '10.20.0.11 (edge-sw1)' }).click()
      await tab.getByRole('button', { name: 'Copy: Paste on 10.20.0.11 (edge-sw1)' }).click()
      await tab.waitForTimeout(100)
      const said = tab.locator('#said')
      await said.filter({ hasText: 'Copied 8 lines. Fill in <DNS> before pasting.' }).waitFor()
      const copied = await tab.evaluate(() =>
        (
          globalThis as unknown as { navigator: { clipboard: { readText(): Promise<string> } } }
        ).navigator.clipboard.readText(),
      )
      expect(copied.split('\n')).toEqual(planned.plan?.config)
    })

    test('where the clipboard is refused the lines are copied by a selection', async () => {
      const opened = await browser.open(page)
      const { page: tab } = opened
      await tab.evaluate(() => {
        const { navigator } = globalThis as unknown as { navigator: object }
        Object.defineProperty(navigator, 'clipboard', { value: undefined })
      })
      await tab.getByRole('link', { name: '10.20.0.11 (edge-sw1)' }).click()
      await tab.getByRole('button', { name: 'Copy: Paste on 10.20.0.11 (edge-sw1)' }).click()
      const selected = await tab.evaluate(() =>
        String((globalThis as unknown as { getSelection(): object }).getSelection()),
      )
      expect(selected.split('\n')).toEqual(planned.plan?.config)
      quiet(opened)
    })
  })

  test('all of it works by keyboard', async () => {
    const { page: tab } = await browser.open(page)
    const focused = (): Promise<string> =>
      tab.locator(':focus').evaluate(one => `${one.tagName} ${one.textContent}`)
    await tab.keyboard.press('Tab')
    expect(await focused()).toBe('A Skip to the report')
    const seen: string[] = []
    for (let presses = 0; presses < 40; presses++) {
      await tab.keyboard.press('Tab')
      const now = await focused()
      seen.push(now)
      if (now === 'A 10.20.0.11 (edge-sw1)') break
    }
    expect(seen.at(-1)).toBe('A 10.20.0.11 (edge-sw1)')
    for (const stop of ['BUTTON Change to dark', 'BUTTON Show all']) expect(seen).toContain(stop)
    await tab.keyboard.press('Enter')
    // A screen reader begins with the heading of the page that came.
    expect(await focused()).toMatch(/^H2 .*10\.20\.0\.11 \(edge-sw1\)$/)
    for (let presses = 0; presses < 40; presses++) {
      await tab.keyboard.press('Tab')
      if ((await focused()) === 'BUTTON Copy') break
    }
    await tab.keyboard.press('Space')
    await tab
      .locator('#said')
      .filter({ hasText: /Copied|selected/ })
      .waitFor()
  })

  test.each([
    ['light', 1280, 900],
    ['dark', 1280, 900],
    ['light', 390, 844],
    ['dark', 390, 844],
  ] as const)(
    'axe-core finds no serious fault: %s, %i wide; nothing is wider than the window',
    async (colorScheme, width, height) => {
      const { page: tab } = await browser.open(page, { colorScheme, viewport: { width, height } })
      const fits = (): Promise<boolean> =>
        tab.locator('html').evaluate(root => root.scrollWidth <= root.clientWidth)
      expect(await seriousFaults(tab)).toEqual([])
      expect(await fits()).toBe(true)
      for (const id of ['device-1', 'device-3', 'device-5']) {
        await tab.goto(`${tab.url().split('#')[0]}#${id}`)
        await tab.locator('details').evaluateAll(all => {
          for (const one of all) Object.assign(one, { open: true })
        })
        expect(await seriousFaults(tab), id).toEqual([])
        expect(await fits(), id).toBe(true)
      }
    },
  )

  test('light and dark as the system says, until the button is pressed', async () => {
    const { page: tab } = await browser.open(page, { colorScheme: 'dark' })
    const back = (): Promise<string> =>
      tab.locator('html').evaluate(root => {
        const { getComputedStyle } = globalThis as unknown as {
          getComputedStyle(of: unknown): { backgroundColor: string }
        }
        return getComputedStyle(root).backgroundColor
      })
    const dark = await back()
    await tab.getByRole('button', { name: 'Change to light' }).click()
    const light = await back()
    expect(light).toBe('rgb(255, 255, 255)')
    expect(dark).not.toBe(light)
    await tab.getByRole('button', { name: 'Change to dark' }).click()
    expect(await back()).toBe(dark)
  })

  test('on paper everything is there but what was filtered out, and no button', async () => {
    const { page: tab } = await browser.open(page, { colorScheme: 'dark' })
    await tab.getByRole('checkbox', { name: 'critical' }).check()
    await tab.emulateMedia({ media: 'print' })
    const visible = await tab.locator('section.page:visible').evaluateAll(all => all.map(one => one.id))
    expect(visible).toEqual(['overview', 'device-1', 'device-2'])
    expect(await tab.locator('button:visible').count()).toBe(0)
    await tab.evaluate(() =>
      (globalThis as unknown as { dispatchEvent(event: Event): void }).dispatchEvent(
        new Event('beforeprint'),
      ),
    )
    expect(await tab.locator('#device-1 details:not([open])').count()).toBe(0)
    expect((await tab.pdf()).length).toBeGreaterThan(10_000)
  })

  test('without script all devices are shown, and nothing that would not work', async () => {
    const { page: tab } = await browser.open(page, { javaScriptEnabled: false })
    expect(await tab.locator('section.page:visible').count()).toBe(6)
    expect(await tab.locator('button:visible, form:visible').count()).toBe(0)
  })

  test.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)(
    'waived findings: a badge, a filter, and their fix on a page of their own (%s)',
    async (colorScheme, width) => {
      const opened = await browser.open(htmlOf(reportOf(critical, accepted, healthy)), {
        colorScheme,
        viewport: { width, height: 900 },
      })
      const { page: tab } = opened
      expect(await tab.locator('#devices tbody tr', { hasText: 'lab-1' }).textContent()).toContain('3 waived')
      expect(await seriousFaults(tab)).toEqual([])
      await tab.getByLabel('Waived findings').selectOption('with')
      expect(await shownDevices(opened)).toEqual(['lab-1'])
      await tab.getByLabel('Waived findings').selectOption('without')
      expect(await shownDevices(opened)).toEqual(['10.20.0.11 (edge-sw1)', 'core-1'])
      await tab.getByRole('button', { name: 'Show all' }).click()
      await tab.getByRole('link', { name: 'lab-1' }).click()
      const first = tab.locator('.finding.waived:visible').first()
      expect(await first.textContent()).toContain('until 2027-01-31, owner noc@example.net: replaced in May')
      expect(await tab.getByRole('button', { name: /^Copy/ }).count()).toBe(0)
      await first.locator('summary').first().click()
      expect(await tab.getByRole('button', { name: /^Copy/ }).count()).toBe(1)
      expect(await seriousFaults(tab)).toEqual([])
      expect(await tab.locator('html').evaluate(root => root.scrollWidth <= root.clientWidth)).toBe(true)
      quiet(opened)
    },
  )

  describe('hostile text', () => {
    test.each(Object.entries(PAYLOADS))('%s stays text', async (_name, payload) => {
      const text = htmlOf(poisoned(everything, payload))
      const opened = await browser.open(text, { served: true })
      const { page: tab } = opened
      await tab.goto(`${tab.url()}#device-1`)
      await tab.locator('#device-1 details').evaluateAll(all => {
        for (const one of all) Object.assign(one, { open: true })
      })
      await tab.waitForTimeout(50)
      quiet(opened)
      expect(
        await tab.evaluate(() => (globalThis as unknown as Record<string, unknown>)['owned']),
      ).toBeUndefined()
      expect(await tab.locator('script').count()).toBe(1)
      expect(await tab.locator('img, iframe, object, embed, link, base, video, audio').count()).toBe(0)
      const links = await tab
        .locator('a')
        .evaluateAll(all => all.map(one => String(one.getAttribute('href'))))
      for (const link of links) expect(link).toMatch(/^(?:#|https?:)/)
      expect(await tab.locator('section.device').count()).toBe(everything.devices.length)
    })
  })
})
