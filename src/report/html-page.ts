import { isSandboxName } from '../facts/cloud-names.ts';
import { style } from './html-style.ts';
import { type Html, html } from './html-text.ts';

/** What every page says of itself. */
interface Page {
  /** `sandbox`, `azure`, … */
  readonly cloud: string;
  readonly estateName: string;
  readonly organisation: string;
  /** Date or time, ISO 8601. */
  readonly at: string;
  /** What kind of report it is: for the window, and above the name of the estate. */
  readonly title: string;
  readonly over: string;
  /** The figures beneath the name. */
  readonly facts: readonly Html[];
  readonly sections: readonly Html[];
  readonly footnote: string;
}

/** One self-contained page: it loads nothing, prints well, and follows light and dark. */
export function htmlPage(page: Page): string {
  const title = `${page.estateName} · Gotthard ${page.title}`;
  const notice = html`<p class="notice"><b>sandbox</b>: made on the built-in simulator. Nothing in Azure was read or changed.</p>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${isSandboxName(page.cloud) ? `sandbox · ${title}` : title}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="over">${page.over}</p>
<h1>${page.estateName}</h1>
<p class="soft">${page.organisation} · ${page.cloud} · ${page.at}</p>
${isSandboxName(page.cloud) ? notice : undefined}
<div class="facts">${page.facts}</div>
</header>
${page.sections}
<footer>Made by Gotthard on ${page.at}, cloud ${page.cloud}. ${page.footnote}</footer>
</body>
</html>
`.html;
}
