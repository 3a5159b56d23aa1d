// A Chromium that reports every request, every error and every refusal of the page's policy.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe, { type Result } from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

export interface Opened {
  readonly page: Page
  /** Addresses asked for, the page's own left out. */
  readonly requests: readonly string[]
  /** Errors of the script, refusals of the policy, dialogs. */
  readonly troubles: readonly string[]
}

/** Serves reports on loopback, as a web server of a site would, and opens them. */
export class ReportBrowser {
  private readonly browser: Browser
  private readonly server: Server
  private readonly dir: string
  private text = ''
  /** What arrived at the server. */
  readonly hits: string[] = []

  private constructor(browser: Browser, server: Server, dir: string) {
    this.browser = browser
    this.server = server
    this.dir = dir
    server.on('request', (request, response) => {
      const found = request.url === '/report.html'
      this.hits.push(request.url ?? '')
      response.writeHead(found ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' })
      response.end(found ? this.text : '')
    })
  }

  static async start(executablePath: string): Promise<ReportBrowser> {
    const dir = mkdtempSync(join(tmpdir(), 'smartlic-browser-'))
    // Its own sandbox is not for root, and containers have little shared memory.
    const args = ['--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
    const browser = await chromium.launch({ executablePath, args })
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return new ReportBrowser(browser, server, dir)
  }

  /** Where the server is. */
  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Closes what was opened. */
  async closePages(): Promise<void> {
    await Promise.all(this.browser.contexts().map(context => context.close()))
  }

  async stop(): Promise<void> {
    await this.browser.close()
    this.server.closeAllConnections()
    await new Promise(resolve => this.server.close(resolve))
    rmSync(this.dir, { recursive: true, force: true })
  }

  /** By its file, or from the server. */
  async open(
    html: string,
    options: BrowserContextOptions & { readonly served?: boolean } = {},
  ): Promise<Opened> {
    const { served = false, ...context } = options
    const file = join(this.dir, 'report.html')
    writeFileSync(file, html)
    this.text = html
    const url = served ? `${this.origin}/report.html` : pathToFileURL(file).href
    const page = await (
      await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...context })
    ).newPage()
    const requests: string[] = []
    const troubles: string[] = []
    page.on('request', request => {
      if (request.url().split('#')[0] !== url) requests.push(request.url())
    })
    page.on('pageerror', error => troubles.push(error.message))
    page.on('console', message => {
      if (message.type() === 'error') troubles.push(message.text())
    })
    page.on('dialog', dialog => {
      troubles.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.goto(url)
    return { page, requests, troubles }
  }
}

/** What axe-core finds serious or critical, in words. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Injected by the debugger: the page's own policy lets no other script in.
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const tool = (globalThis as unknown as { axe: { run: () => Promise<{ violations: Result[] }> } }).axe
    return (await tool.run()).violations
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
    )
}
