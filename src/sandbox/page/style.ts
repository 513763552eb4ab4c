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
.stamps { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 560px), 1fr)); gap: 16px; }
.stamp { border: 1px solid var(--line); border-radius: 8px; padding: 8px 16px 12px; overflow-x: auto; }
.stamp p { margin: 0; color: var(--dim); font-size: 13px; overflow-wrap: anywhere; }
svg { width: 100%; min-width: 460px; height: auto; display: block; font: 13px system-ui, sans-serif; }
svg text { fill: var(--fg); } svg .note, svg .small { font-size: 11px; fill: var(--dim); } svg .title { font-weight: 600; }
svg .network { fill: none; stroke: var(--line); stroke-dasharray: 5 4; } svg .subnet { fill: var(--soft); stroke: var(--line); }
svg .endpoint { fill: var(--bg); stroke: var(--accent); } svg .target { fill: var(--soft); stroke: var(--good); stroke-width: 1.5; }
svg .open { stroke: var(--bad); } svg .link { fill: none; stroke: var(--accent); stroke-width: 1.5; } svg .cut { stroke-dasharray: 4 4; stroke: var(--bad); }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { text-align: left; padding: 4px 8px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
.scroll { overflow-x: auto; } pre { background: var(--soft); padding: 12px; overflow: auto; max-height: 480px; font-size: 12px; }
details summary { cursor: pointer; overflow-wrap: anywhere; } summary .type { color: var(--dim); font-size: 13px; }
button, input { font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 5px; padding: 4px 10px; }
button { cursor: pointer; } button[aria-pressed="true"] { border-color: var(--bad); color: var(--bad); font-weight: 600; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.faults { display: flex; flex-wrap: wrap; gap: 8px; } .status-4, .status-5, .status-0 { color: var(--bad); }
.hint { color: var(--dim); font-size: 13px; }
@media (max-width: 640px) { header, nav, main { padding-left: 12px; padding-right: 12px; } }
`;
