/** The page's script: JSON of a resource when it is opened, filter, live requests, faults. */
export const script = `
const byId = (id) => document.getElementById(id);
for (const entry of document.querySelectorAll('details[data-id]')) {
  entry.addEventListener('toggle', async () => {
    const shown = entry.querySelector('pre');
    if (!entry.open || shown.textContent !== '') return;
    const answer = await fetch('/_sandbox/resource?id=' + encodeURIComponent(entry.dataset.id));
    shown.textContent = await answer.text();
  });
}
byId('filter').addEventListener('input', (event) => {
  const wanted = event.target.value.toLowerCase();
  let count = 0;
  for (const entry of document.querySelectorAll('details[data-id]')) {
    const fits = (entry.dataset.id + entry.textContent).toLowerCase().includes(wanted);
    entry.hidden = !fits;
    if (fits) count += 1;
  }
  byId('shown').textContent = wanted === '' ? '' : count + ' found';
});
const cell = (text, name) => {
  const made = document.createElement('td');
  made.textContent = text;
  if (name) made.className = name;
  return made;
};
const events = new EventSource('/_sandbox/log');
events.addEventListener('message', (event) => {
  const { at, method, path, status, code } = JSON.parse(event.data);
  const row = document.createElement('tr');
  const said = status === null ? 'connection lost' : status + (code ? ' ' + code : '');
  row.append(cell(at.slice(11, 19)), cell(method), cell(path), cell(said, 'status-' + String(status ?? 0)[0]));
  byId('log').prepend(row);
  while (byId('log').rows.length > 200) byId('log').deleteRow(-1);
  refreshFaults();
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
