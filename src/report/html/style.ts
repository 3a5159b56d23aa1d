// How the page looks: light and dark, wide and narrow, on paper.
//
// Words are broken by `break-word`: with `anywhere` a browser needs minutes for a word of thousands of characters.

export const STYLE = `
:root {
  color-scheme: light dark;
  --back: light-dark(#ffffff, #0f1419);
  --raised: light-dark(#f5f7f9, #181f27);
  --text: light-dark(#1b1f24, #e6edf3);
  --dim: light-dark(#4f5963, #a3b0bd);
  --line: light-dark(#cdd5dc, #35404b);
  --link: light-dark(#0a4fa3, #84bdff);
  --ok: light-dark(#0f5a26, #83e0a4);
  --ok-back: light-dark(#e3f5e8, #12301d);
  --critical: light-dark(#9b0d24, #ffa39c);
  --critical-back: light-dark(#ffe9e7, #431719);
  --warning: light-dark(#6f4400, #f3ce66);
  --warning-back: light-dark(#fff2cc, #372a04);
  --unknown: light-dark(#55309a, #d3b8ff);
  --unknown-back: light-dark(#f0e9ff, #2c1f47);
  --info: light-dark(#0a4fa3, #84bdff);
  --info-back: light-dark(#e4effc, #12283f);
}
:root[data-theme=light] { color-scheme: light }
:root[data-theme=dark] { color-scheme: dark }
* { box-sizing: border-box }
html { background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif }
body { margin: 0 auto; max-width: 76rem; padding: 0 1rem 4rem }
h1 { font-size: 1.4rem; margin: 0 }
h2 { font-size: 1.3rem; margin: 1rem 0 .5rem; overflow-wrap: break-word }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .2rem }
h4 { font-size: 1rem; margin: 0 0 .25rem; overflow-wrap: break-word }
h5 { font-size: 1rem; margin: 1rem 0 .25rem }
p { margin: .4rem 0; overflow-wrap: break-word }
ul, ol { margin: .3rem 0; padding-left: 1.4rem }
li { overflow-wrap: break-word }
a { color: var(--link) }
code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .86rem }
code { overflow-wrap: break-word }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; margin: .3rem 0; overflow-x: auto; padding: .6rem .75rem }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
main:focus, h2:focus { outline: none }
button, input, select { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--dim); border-radius: 6px; padding: .25rem .6rem }
button { cursor: pointer; background: var(--raised) }
summary { cursor: pointer; color: var(--link); margin: .4rem 0 }
html:not(.scripted) .needs-script { display: none }
.skip { position: absolute; left: -999rem }
.skip:focus { left: 1rem; top: .5rem; background: var(--back); padding: .5rem; z-index: 2 }
.top { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; border-bottom: 2px solid var(--line); padding: 1rem 0 .6rem }
.top p { color: var(--dim); flex: 1 1 20rem; margin: 0 }
.dim { color: var(--dim) }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.badge { border-radius: 1rem; display: inline-block; font-size: .85rem; font-weight: 600; line-height: 1.4; padding: 0 .55rem; white-space: nowrap; background: var(--raised); border: 1px solid var(--line) }
.badge.healthy, .badge.ok { color: var(--ok); background: var(--ok-back); border-color: var(--ok) }
.badge.critical, .badge.broken { color: var(--critical); background: var(--critical-back); border-color: var(--critical) }
.badge.warning { color: var(--warning); background: var(--warning-back); border-color: var(--warning) }
.badge.unknown { color: var(--unknown); background: var(--unknown-back); border-color: var(--unknown) }
.badge.info { color: var(--info); background: var(--info-back); border-color: var(--info) }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; list-style: none; padding: 0 }
.tile { border: 1px solid var(--line); border-radius: 8px; background: var(--raised); padding: .5rem .9rem; min-width: 8rem }
.tile strong { font-size: 1.6rem; margin-right: .4rem }
.filters { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; margin: 1rem 0; padding: .75rem }
.filters label { display: grid; gap: .15rem; font-size: .9rem; grid-template-columns: minmax(0, 1fr); max-width: min(22rem, 100%) }
.filters .wide { flex: 1 1 14rem; max-width: none }
.filters fieldset { border: 0; display: flex; flex-wrap: wrap; gap: .2rem .8rem; margin: 0; padding: 0 }
.filters fieldset label { display: flex; gap: .35rem; align-items: center }
.filters legend { font-size: .9rem; padding: 0 }
#shown { flex-basis: 100%; margin: 0; color: var(--dim) }
.scroll { overflow-x: auto; margin: .5rem 0 }
table { border-collapse: collapse; width: 100%; font-size: .93rem }
caption { text-align: left; color: var(--dim); padding: .2rem 0 }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem .35rem 0; text-align: left; vertical-align: top; overflow-wrap: break-word }
thead th { color: var(--dim); font-weight: 600 }
tbody th { font-weight: 600 }
td:first-child { white-space: nowrap }
.scroll table { min-width: 44rem }
.places { list-style: none; display: flex; flex-wrap: wrap; gap: .35rem; padding: 0 }
.places li { max-width: 100%; border: 1px solid var(--line); border-radius: 4px; font-size: .85rem; padding: 0 .4rem }
.problem { background: var(--unknown-back); color: var(--unknown); border: 1px solid var(--unknown); border-radius: 6px; padding: .5rem .75rem }
.state { font-weight: 600 }
.path { display: flex; flex-wrap: wrap; list-style: none; gap: .35rem; padding: 0 }
.path li { display: flex; align-items: center; gap: .35rem }
.path li + li::before { content: '→'; color: var(--dim) }
.finding { border: 1px solid var(--line); border-left: 5px solid var(--dim); border-radius: 6px; margin: .75rem 0; padding: .75rem 1rem }
.finding.critical { border-left-color: var(--critical) }
.finding.warning { border-left-color: var(--warning) }
.finding.waived { border-style: dashed }
.finding.waived > summary { color: var(--text); overflow-wrap: break-word }
.labelled .label { color: var(--dim); font-weight: 600; font-size: .9rem; margin: .6rem 0 0 }
.copy { margin: .6rem 0 }
.copy-bar { align-items: center; display: flex; gap: 1rem; justify-content: space-between }
.copy-bar span { font-weight: 600; font-size: .9rem; min-width: 0; overflow-wrap: break-word }
.causes { list-style: none; padding: 0 }
.causes strong { display: inline-block; min-width: 6.5rem }
.timeline { margin: .5rem 0 }
.timeline figcaption { color: var(--dim); font-size: .9rem }
.timeline svg { display: block; overflow: hidden }
.timeline svg svg { overflow: visible }
.timeline text { fill: var(--text); font-size: 13px }
.timeline .tick-text { fill: var(--dim); font-size: 12px }
.timeline .tick { stroke: var(--line) }
.timeline .span { stroke: currentColor; stroke-width: 3; stroke-linecap: round }
.timeline path { fill: currentColor }
.timeline .zone.critical { fill: var(--critical-back) }
.timeline .zone.warning { fill: var(--warning-back) }
.mark { color: var(--ok) }
.mark.warning { color: var(--warning) }
.mark.critical { color: var(--critical) }
.mark.unknown { color: var(--unknown) }
.filtered { display: none }
.said { position: fixed; bottom: 1rem; right: 1rem; background: var(--text); color: var(--back); border-radius: 6px; margin: 0; padding: .5rem .9rem; max-width: 24rem }
.said:empty { visibility: hidden; padding: 0 }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: 1rem }
/* A thousand devices are not laid out before the script at the end hides them. */
@media screen and (scripting: enabled) {
  html:not([data-view]) #overview ~ .device { display: none }
}
@media screen {
  html[data-view=overview] .device, html[data-view=device] .page:not(.current), html[data-view=device] .run-notes { display: none }
}
@media (max-width: 40rem) {
  body { padding: 0 .75rem 4rem }
  .finding { padding: .6rem .7rem }
}
@media print {
  :root, :root[data-theme] { color-scheme: light }
  html { font-size: 12px }
  body { max-width: none; padding: 0 }
  button, nav, .filters, .skip, .said { display: none }
  .device { break-before: page }
  .finding, .timeline, tr { break-inside: avoid }
  pre { white-space: pre-wrap; overflow-wrap: break-word }
  a { color: inherit }
}
`
