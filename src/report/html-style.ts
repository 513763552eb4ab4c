import type { Html } from './html-text.ts';

/** The page's style: nothing is loaded from anywhere, fonts are those of the reader's machine. */
export const style: Html = {
  html: `
:root {
  color-scheme: light dark;
  --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --paper: #ffffff; --card: #f6f8fa; --accent: #c8102e;
  --good: #1a7f37; --warn: #9a6700; --bad: #b42318;
  --openai: #c8102e; --logs: #33658a; --monitor: #86bbd8; --vault: #e09f3e; --link: #2a9d8f; --dns: #7b6d8d; --other: #8c959f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6edf3; --soft: #9aa5b1; --line: #30363d; --paper: #0f1419; --card: #171d24; --accent: #ff5a6e;
    --good: #4ac26b; --warn: #e3b341; --bad: #ff7b72;
    --openai: #ff5a6e; --logs: #5b9bd5; --monitor: #a5d3ea; --vault: #f0b95b; --link: #4fd1c0; --dns: #b3a3c9; --other: #7d8894;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 66rem; background: var(--paper); color: var(--ink);
  font: 15px/1.55 "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums;
}
h1 { font-size: 2.1rem; line-height: 1.15; margin: .3rem 0 .2rem; letter-spacing: -.02em; }
h2 { font-size: 1.25rem; margin: 3rem 0 1rem; padding-top: .8rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1rem; margin: 1.6rem 0 .5rem; }
p { margin: .4rem 0; max-width: 48rem; }
code { font: .86em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.soft { color: var(--soft); } .small { font-size: .86rem; }
.over { font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; color: var(--accent); font-weight: 700; margin: 0; }
.notice { border: 2px dashed var(--warn); padding: .6rem .9rem; margin: 1.2rem 0 0; border-radius: 6px; max-width: none; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .8rem; margin: 1.6rem 0 0; }
.fact { background: var(--card); border-radius: 8px; padding: .9rem 1.1rem; border-top: 3px solid var(--line); }
.fact.good { border-top-color: var(--good); } .fact.warn { border-top-color: var(--warn); } .fact.bad { border-top-color: var(--bad); }
.fact b { display: block; font-size: 1.3rem; line-height: 1.25; letter-spacing: -.01em; }
.fact span { color: var(--soft); font-size: .86rem; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-size: .8rem; color: var(--soft); font-weight: 600; }
th.verdict { width: 8.5rem; }
td, th { padding: .32rem .8rem .32rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
td:last-child, th:last-child { padding-right: 0; }
.n { text-align: right; white-space: nowrap; }
tr.part td { font-weight: 600; padding-top: 1.1rem; border-bottom: 1px solid var(--ink); }
tr.sum td { font-weight: 700; border-bottom: 0; border-top: 1px solid var(--ink); }
tr.total td { font-weight: 700; font-size: 1.05rem; border-top: 2px solid var(--ink); border-bottom: 0; padding-top: .6rem; }
.pill { display: inline-block; padding: 0 .5rem; border-radius: 1rem; font-size: .78rem; font-weight: 600; border: 1px solid currentColor; white-space: nowrap; }
.good .pill, .pill.good { color: var(--good); } .pill.warn { color: var(--warn); } .pill.bad { color: var(--bad); } .pill.idle { color: var(--soft); }
.bars { display: grid; grid-template-columns: max-content 1fr max-content; gap: .5rem 1rem; align-items: center; margin: 1.2rem 0 .8rem; }
.bar { display: contents; } .bars .wide { grid-column: 1 / 3; } .bars svg { width: 100%; height: 1.7rem; display: block; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; list-style: none; padding: 0; margin: 0 0 1.6rem; font-size: .86rem; }
.legend svg { width: .8rem; height: .8rem; margin-right: .4rem; vertical-align: -1px; }
.f-openai { fill: var(--openai); } .f-logs { fill: var(--logs); } .f-monitor { fill: var(--monitor); } .f-vault { fill: var(--vault); }
.f-link { fill: var(--link); } .f-dns { fill: var(--dns); } .f-other { fill: var(--other); }
.card { background: var(--card); border-left: 4px solid var(--line); border-radius: 0 8px 8px 0; padding: .8rem 1.1rem; margin: .8rem 0; break-inside: avoid; }
.card.bad { border-left-color: var(--bad); } .card.warn { border-left-color: var(--warn); } .card.good { border-left-color: var(--good); }
.card p { margin: .25rem 0; max-width: none; } .card h3 { margin: 1rem 0 .3rem; }
.steps { columns: 2 22rem; column-gap: 2.5rem; }
.step { break-inside: avoid; margin-bottom: 1rem; }
.step h4 { margin: 0 0 .2rem; font-size: .92rem; display: flex; justify-content: space-between; border-bottom: 1px solid var(--line); }
.step ul, ul.plain { list-style: none; margin: 0; padding: 0; }
ul.sources { margin: 0; padding-left: 1.1rem; } ul.sources li { margin-bottom: .25rem; overflow-wrap: anywhere; }
ul.next { margin: .2rem 0; padding-left: 1.2rem; }
.step li { font-size: .88rem; display: flex; gap: .6rem; }
.step li span:first-child { flex: none; width: 4.8rem; color: var(--soft); }
.step li.remove span:first-child, .step li.replace span:first-child, .step li.blocked span:first-child { color: var(--bad); font-weight: 600; }
.step li span:last-child { overflow-wrap: anywhere; min-width: 0; }
.scroll { overflow-x: auto; }
footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .86rem; }
@page { margin: 16mm 14mm; }
@media print {
  :root { color-scheme: light; }
  body { padding: 0; max-width: none; font-size: 9.5pt; }
  .facts { grid-template-columns: repeat(4, 1fr); } .fact b { font-size: 1.1rem; } .steps { columns: 2; } .legend { font-size: .9em; }
  h2 { break-after: avoid; margin-top: 1.6rem; } h3 { break-after: avoid; } tr { break-inside: avoid; }
  .fact, .card, .f-openai { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@media (max-width: 40rem) {
  body { padding: 1.2rem 1rem 3rem; } .bars { grid-template-columns: 1fr; gap: .9rem; }
  .bar { display: grid; grid-template-columns: 1fr max-content; gap: .2rem .8rem; } .bar svg { grid-column: 1 / -1; order: 1; } .bars .wide { grid-column: auto; }
  td.unit, th.unit { display: none; }
}
`,
};
