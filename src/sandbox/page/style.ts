/** The page's style sheet: light and dark, narrow and wide. */
export const style = `
:root { color-scheme: light dark; --fg: #1d2129; --dim: #5c6370; --bg: #fff; --soft: #f4f5f7; --line: #c9ced6;
  --accent: #0b5cad; --good: #1a7f37; --bad: #c0152f; --warn: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --fg: #e6e8ec; --dim: #a2a9b4; --bg: #16181d; --soft: #20242b;
  --line: #3a404a; --accent: #6cb2ff; --good: #56d364; --bad: #ff7b72; --warn: #e3b341; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--fg); background: var(--bg); }
a { color: var(--accent); }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--bg); padding: 4px 8px; }
header { padding: 16px 24px; border-bottom: 3px solid var(--warn); display: flex; gap: 8px 24px; flex-wrap: wrap; align-items: baseline; }
header h1 { font-size: 20px; margin: 0; } header p { margin: 0; color: var(--dim); }
nav { padding: 8px 24px; background: var(--soft); display: flex; gap: 16px; flex-wrap: wrap; }
main { padding: 8px 24px 48px; max-width: 1280px; }
h2 { font-size: 17px; margin: 28px 0 8px; } h3 { font-size: 15px; margin: 16px 0 4px; }
.stamps { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 350px), 1fr)); gap: 16px; }
.stamp { border: 1px solid var(--line); border-radius: 8px; padding: 0 16px 12px; min-width: 0; }
.stamp h3 { margin: 12px 0 8px; }
.stamp ul { margin: 12px 0 0; padding-left: 18px; color: var(--dim); font-size: 13px; overflow-wrap: break-word; }
svg { width: 100%; max-width: 420px; height: auto; display: block; font: 13px system-ui, sans-serif; }
svg text { fill: var(--fg); } svg .note { font-size: 11px; fill: var(--dim); } svg .end { text-anchor: end; }
svg .title { font-weight: 600; } svg .network { fill: none; stroke: var(--dim); stroke-dasharray: 5 4; }
svg .subnet { fill: var(--soft); stroke: var(--line); } svg .endpoint { fill: var(--bg); stroke: var(--accent); }
svg .target { fill: var(--soft); stroke: var(--good); stroke-width: 1.5; } svg .open { stroke: var(--bad); }
svg .link { fill: none; stroke: var(--accent); stroke-width: 1.5; } svg .head { fill: var(--accent); }
svg .link.cut { stroke-dasharray: 4 4; stroke: var(--bad); } svg .head.cut { fill: var(--bad); }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { text-align: left; padding: 4px 8px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
pre { background: var(--soft); padding: 12px; overflow: auto; max-height: 480px; font-size: 12px;
  white-space: pre-wrap; overflow-wrap: anywhere; }
details summary { cursor: pointer; overflow-wrap: break-word; padding: 1px 0; } summary .type { color: var(--dim); font-size: 13px; display: inline-block; max-width: 100%; }
button, input { font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 5px; padding: 4px 10px; }
button { cursor: pointer; } button[aria-pressed="true"] { border-color: var(--bad); background: var(--bad); color: var(--bg); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.faults { display: flex; flex-wrap: wrap; gap: 8px; } .status-4, .status-5, .status-0 { color: var(--bad); }
.hint { color: var(--dim); font-size: 13px; overflow-wrap: break-word; } .whole { white-space: nowrap; }
@media (max-width: 640px) { header, nav, main { padding-left: 12px; padding-right: 12px; }
  table, tbody, tr, td { display: block; } thead { position: absolute; left: -999px; }
  tr { padding: 6px 0; border-bottom: 1px solid var(--line); }
  td { border: 0; padding: 1px 0 1px 96px; min-height: 1.5em; } td::before { content: attr(data-column); float: left;
  margin-left: -96px; color: var(--dim); } }
`;
