// What the page does in a browser: pages by address, filters, copy buttons, light and dark. Without it all is shown.

/** Plain script; it reads and sets text and attributes only. */
export const SCRIPT = String.raw`'use strict'
const root = document.documentElement
const byId = id => document.getElementById(id)
const all = (selector, within) => [...(within || document).querySelectorAll(selector)]
const pages = all('.device')
const rows = all('#devices tbody tr')
const form = byId('filters')
root.classList.add('scripted')

function say(text) {
  byId('said').textContent = ''
  setTimeout(() => { byId('said').textContent = text }, 30)
}

// One page at a time: the overview, or the device the address names.
function show(moved) {
  if (!byId('overview')) return
  const page = pages.find(one => '#' + one.id === location.hash)
  root.dataset.view = page ? 'device' : 'overview'
  for (const one of pages) one.classList.toggle('current', one === page)
  if (!moved) return
  const heading = (page || byId('overview')).querySelector('h2')
  heading.focus({ preventScroll: true })
  scrollTo(0, 0)
}
addEventListener('hashchange', () => {
  const part = location.hash.slice(1)
  // A part of the overview, reached by a link on it: the browser goes there.
  if (part !== '' && part !== 'overview' && !part.startsWith('device-') && root.dataset.view !== 'device') return
  show(true)
})
show(false)

// Filters: what each device offers stands in the attributes of its page.
const listed = new Map(pages.map(page => [page, {
  causes: JSON.parse(page.dataset.causes),
  severities: JSON.parse(page.dataset.severities),
  places: JSON.parse(page.dataset.places),
}]))
const texts = new Map()
function textOf(page) {
  if (!texts.has(page)) texts.set(page, page.textContent.toLowerCase())
  return texts.get(page)
}
function wanted(page, asked) {
  const { causes, severities, places } = listed.get(page)
  return (asked.statuses.length === 0 || asked.statuses.includes(page.dataset.status))
    && (asked.cause === '' || causes.includes(asked.cause))
    && (asked.severity === '' || severities.includes(asked.severity))
    && (asked.platform === '' || page.dataset.platform === asked.platform)
    && (asked.waived === '' || page.dataset.waived === asked.waived)
    && (asked.place === '' || places.includes(asked.place))
    && asked.words.every(word => textOf(page).includes(word))
}
function filter() {
  const data = new FormData(form)
  const one = name => data.get(name) || ''
  const asked = {
    statuses: data.getAll('status'),
    cause: one('cause'),
    severity: one('severity'),
    platform: one('platform'),
    place: one('place'),
    waived: one('waived'),
    words: one('text').toLowerCase().split(/\s+/).filter(word => word !== ''),
  }
  const shown = new Set()
  for (const page of pages) {
    const fits = wanted(page, asked)
    if (fits) shown.add(page.dataset.index)
    page.classList.toggle('filtered', !fits)
  }
  for (const row of rows) row.hidden = !shown.has(row.dataset.device)
  redraw(byId('overview').querySelector('.timeline svg'), shown)
  byId('shown').textContent = shown.size === pages.length
    ? pages.length + ' devices'
    : shown.size + ' of ' + pages.length + ' devices'
}
function redraw(svg, shown) {
  if (!svg) return
  const head = Number(svg.dataset.head)
  const height = Number(svg.dataset.row)
  let at = 0
  for (const mark of all('.mark', svg)) {
    const fits = shown.has(mark.dataset.device)
    mark.classList.toggle('filtered', !fits)
    if (fits) mark.setAttribute('transform', 'translate(0 ' + (head + at++ * height) + ')')
  }
  svg.setAttribute('height', String(head + at * height))
}
if (form) {
  form.addEventListener('input', filter)
  form.addEventListener('submit', event => event.preventDefault())
  form.addEventListener('reset', () => setTimeout(filter))
  // A browser that goes back keeps what was filled in.
  filter()
}

// Copying: where a page from a plain web server may not use the clipboard, by a selection.
async function copy(button) {
  const pre = button.closest('.copy').querySelector('pre')
  const text = pre.textContent
  let done = false
  try {
    await navigator.clipboard.writeText(text)
    done = true
  } catch {
    const range = document.createRange()
    range.selectNodeContents(pre)
    const selection = getSelection()
    selection.removeAllRanges()
    selection.addRange(range)
    try { done = document.execCommand('copy') } catch { done = false }
  }
  const count = text.split('\n').length
  const fill = button.dataset.fill === '' ? '' : ' Fill in ' + button.dataset.fill + ' before pasting.'
  say(done ? 'Copied ' + count + (count === 1 ? ' line.' : ' lines.') + fill : 'The lines are selected; copy them with the keyboard.')
  button.textContent = done ? 'Copied' : 'Selected'
  setTimeout(() => { button.textContent = 'Copy' }, 3000)
}
addEventListener('click', event => {
  const button = event.target instanceof Element && event.target.closest('[data-copy]')
  if (button) copy(button)
})

// Light or dark: as the system says, until the button is pressed.
const theme = byId('theme')
const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
function name() { theme.textContent = isDark() ? 'Change to light' : 'Change to dark' }
theme.addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark'
  name()
})
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', name)
name()

// Paper shows everything.
const opened = []
addEventListener('beforeprint', () => {
  for (const one of all('details:not([open])')) { one.open = true; opened.push(one) }
})
addEventListener('afterprint', () => {
  for (const one of opened.splice(0)) one.open = false
})
`
