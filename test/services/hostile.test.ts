// The HTML report of devices that say hostile things, written by the command line and opened in a real browser: no script
// of theirs runs, no request leaves the page, no element is theirs. Also without the page's policy, and in a mail.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { mailOf } from '../../src/app/cron/mail.ts'
import { Place } from '../e2e/canaries/place.ts'
import { hostileOutput, TEXTS } from '../e2e/hostile/inputs.ts'
import { everything, PAYLOADS, poisoned } from '../report/hostile.ts'
import { buildWhenStale } from '../scenarios/run.ts'
import { withTool } from './available.ts'
import { type Opened, ReportBrowser } from './browser.ts'

const FOREIGN =
  'img, iframe, frame, object, embed, link, base, video, audio, source, form[action], marquee, math, [onclick], [onerror], [onload], [onmouseover]'

withTool('chromium', 'hostile text in Chromium', chromium => {
  let browser: ReportBrowser
  let place: Place
  let page: string
  beforeAll(async () => {
    buildWhenStale()
    browser = await ReportBrowser.start(chromium)
    place = new Place()
    for (const { name, bytes } of hostileOutput(new Date())) place.give(`saved/${name}`, bytes)
    const { code, stderr } = await place.run(['analyze', 'saved', '-o', 'html=report.html'])
    if (code !== 2) throw new Error(stderr)
    page = place.read('report.html')
  }, 180_000)
  afterEach(() => browser.closePages())
  afterAll(async () => {
    await browser?.stop()
    await place?.remove()
  })

  /** Nothing of the text acted, in whatever part of the page is shown. */
  async function assertQuiet({ page: tab, requests, troubles }: Opened, scripts: number): Promise<void> {
    await tab.locator('details').evaluateAll(all => {
      for (const one of all) Object.assign(one, { open: true })
    })
    await tab.waitForTimeout(100)
    expect(requests).toEqual([])
    expect(troubles).toEqual([])
    expect(
      await tab.evaluate(() => (globalThis as unknown as Record<string, unknown>)['owned']),
    ).toBeUndefined()
    expect(await tab.locator('script').count()).toBe(scripts)
    expect(await tab.locator(FOREIGN).count()).toBe(0)
    const links = await tab.locator('a, area').evaluateAll(all => all.map(one => one.getAttribute('href')))
    for (const link of links) expect(link).toMatch(/^(?:#|https?:\/\/)/)
  }

  test.each([
    ['as it is', (html: string) => html],
    [
      'without its policy',
      (html: string) => html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''),
    ],
  ])('the report %s', async (how, change) => {
    // Without the policy it is opened by its file: of a server the browser would want an icon.
    const html = change(page)
    expect(html === page).toBe(how === 'as it is')
    const opened = await browser.open(html, { served: html === page })
    const { page: tab } = opened
    expect(await tab.locator('section.device').count()).toBe(TEXTS.length)
    await assertQuiet(opened, 1)
    for (const id of ['device-1', 'device-2', `device-${TEXTS.length}`]) {
      await tab.goto(`${tab.url().split('#')[0]}#${id}`)
      await assertQuiet(opened, 1)
    }
    // What is typed into the page, or stands behind its address, is text as well.
    for (const text of [PAYLOADS['HTML and script'] ?? '', PAYLOADS['an attribute'] ?? '']) {
      await tab.goto(`${tab.url().split('#')[0]}#${encodeURIComponent(text)}`)
      await tab.getByLabel('Search').fill(text)
      await assertQuiet(opened, 1)
    }
  })

  test('what a copy button puts into the clipboard is text alone', async () => {
    const opened = await browser.open(page, {
      served: true,
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const { page: tab } = opened
    await tab.goto(`${tab.url().split('#')[0]}#device-1`)
    await tab.locator('details').evaluateAll(all => {
      for (const one of all) Object.assign(one, { open: true })
    })
    const buttons = tab.locator('section.device:visible button:visible', { hasText: 'Copy' })
    expect(await buttons.count()).toBeGreaterThan(0)
    await buttons.first().click()
    await tab
      .locator('#said')
      .filter({ hasText: /Copied|selected/ })
      .waitFor()
    const copied = await tab.evaluate(() =>
      (
        globalThis as unknown as { navigator: { clipboard: { readText(): Promise<string> } } }
      ).navigator.clipboard.readText(),
    )
    expect(copied).not.toBe('')
    expect(copied).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/)
  })

  test.each(['HTML and script', 'an attribute', 'ends of everything', 'an entity'])(
    'a mail: %s',
    async name => {
      const text = PAYLOADS[name] ?? ''
      const options = { onlyChanges: false, exitCode: 2, codeOf: () => 2, host: text }
      const { html, subject } = await mailOf(poisoned(everything, text), options)
      expect(subject).not.toMatch(/[\r\n]/)
      expect(html).toContain('<section')
      await assertQuiet(await browser.open(html ?? '', { served: true }), 0)
    },
  )
})
