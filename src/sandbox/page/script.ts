import { longestWhole } from './markup.ts';

/** What stands above the requests while they come in. */
export const requestsHint = 'Requests to this server, the newest first.';

/** The page's script: JSON of a resource when it is opened, filter, live requests, faults. */
export const script = `
const byId = (id) => document.getElementById(id);
const entries = [...document.querySelectorAll('details[data-id]')];
for (const entry of entries) {
  entry.addEventListener('toggle', async () => {
    if (!entry.open) return;
    const answer = await fetch('/_sandbox/resource?id=' + encodeURIComponent(entry.dataset.id));
    entry.querySelector('pre').textContent = await answer.text();
  });
}
byId('filter').addEventListener('input', (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  let count = 0;
  for (const entry of entries) {
    const told = entry.dataset.id + ' ' + entry.querySelector('.type').textContent;
    entry.hidden = !told.toLowerCase().includes(wanted);
    if (!entry.hidden) count += 1;
  }
  for (const group of document.querySelectorAll('.group'))
    group.hidden = group.querySelector('details:not([hidden])') === null;
  byId('shown').textContent = wanted === '' ? '' : count + ' found';
});
const cell = (column, ...content) => {
  const made = document.createElement('td');
  made.setAttribute('role', 'cell');
  made.dataset.column = column;
  made.append(...content);
  return made;
};
const breakable = (path) => path.split(/(?<=[/])/).flatMap((part) => {
  const made = document.createElement('span');
  if (part.length <= ${longestWhole}) made.className = 'whole';
  made.textContent = part;
  return [made, document.createElement('wbr')];
});
const answered = ({ status, code }) => {
  const made = document.createElement('span');
  made.className = 'status-' + String(status ?? 0)[0];
  made.textContent = status === null ? 'connection lost' : status + (code ? ' ' + code : '');
  return made;
};
const events = new EventSource('/_sandbox/log');
events.addEventListener('open', () => {
  byId('log').replaceChildren();
  byId('live').textContent = '${requestsHint}';
  refreshFaults();
});
events.addEventListener('error', () => {
  byId('live').textContent = 'This server does not answer at the moment; the page tries again by itself.';
});
let later;
events.addEventListener('message', (event) => {
  const logged = JSON.parse(event.data);
  const row = document.createElement('tr');
  row.setAttribute('role', 'row');
  row.append(cell('Time', logged.at.slice(11, 19)), cell('Method', logged.method),
    cell('Path', ...breakable(logged.path)), cell('Answer', answered(logged)));
  byId('log').prepend(row);
  while (byId('log').rows.length > 200) byId('log').deleteRow(-1);
  // Once for many that come together.
  clearTimeout(later);
  later = setTimeout(refreshFaults, 100);
});
const show = (pending) => {
  for (const button of document.querySelectorAll('[data-fault]'))
    button.setAttribute('aria-pressed', String(pending.includes(button.dataset.fault)));
};
const refreshFaults = async () => show(await (await fetch('/_sandbox/faults')).json());
for (const button of document.querySelectorAll('[data-fault]')) {
  button.addEventListener('click', async () => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    const body = JSON.stringify({ fault: button.dataset.fault, on });
    const headers = { 'content-type': 'application/json' };
    show(await (await fetch('/_sandbox/faults', { method: 'POST', headers, body })).json());
  });
}
`;
