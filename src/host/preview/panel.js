// What the preview shows on top of a page: errors, the inspector, and what marks a page that a build would leave out.
// Everything is put together from elements and plain text: nothing that comes from a site is ever read as HTML.
'use strict';

/** Opens the panel; `own` gives the preview's own path. */
function numeratePanel(mark, own) {
  const host = document.createElement('numerate-preview');
  host.setAttribute('data-numerate', '');
  const root = host.attachShadow({ mode: 'open' });
  let message = { errors: 0, warnings: 0, diagnostics: [], files: [] };
  let isConnected = true;
  let isDismissed = false;
  let isInspecting = false;
  let inspection;
  let chosen;

  /** An element with its properties and children; texts stay texts. */
  function make(name, properties = {}, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (value === undefined || value === false) continue;
      if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value === true ? '' : value);
    }
    node.append(...children.flat().filter((child) => child !== undefined && child !== ''));
    return node;
  }
  /** A text whose parts in backticks are code, unless it is not clear which they are. */
  const rich = (text) => (/``/.test(text) ? [text] : text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? make('code', {}, part) : part)));
  const count = (n, noun) => `${n} ${noun}${n === 1 ? '' : 's'}`;

  /** A place in a file, as a link into the editor where one is known. */
  function place(file, line, column) {
    const text = line ? `${file}:${line}${column ? `:${column}` : ''}` : file;
    if (!message.editor) return make('code', {}, text);
    const path = file.split('/').map(encodeURIComponent).join('/');
    const href = message.editor.replace('{file}', path).replace('{line}', line || 1).replace('{column}', column || 1);
    return make('a', { href, title: 'Open in the editor' }, make('code', {}, text));
  }

  function sourceLine({ number, parts, labels }) {
    const text = parts.map((part) => (part.marked ? make('mark', {}, part.text) : part.text));
    const line = make('div', { class: parts.some(({ marked }) => marked) || labels.length > 0 ? 'line meant' : 'line' });
    line.append(make('span', { class: 'number' }, String(number)), make('span', {}, ...text));
    return [line, ...labels.map((label) => make('div', { class: 'label' }, rich(label)))];
  }

  /** The change that puts something right, shown before it is made. */
  function offer(fix) {
    // A page that another site shows in a frame could be made to be clicked unseen, and other machines may not write.
    const isNear = /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/.test(location.hostname);
    if (!fix || window.top !== window || !isNear) return undefined;
    const status = make('p', { class: 'status', role: 'status' });
    const apply = make('button', { type: 'button', class: 'apply', onclick: () => repair(fix, apply, status) }, 'Write this change');
    const box = make(
      'div',
      { class: 'change', hidden: true },
      make('p', {}, 'In ', place(fix.file, fix.line), ':'),
      make('pre', {}, make('del', {}, `- ${fix.before}`), '\n', make('ins', {}, `+ ${fix.after}`)),
      apply,
      status,
    );
    const open = make('button', { type: 'button', class: 'fix', 'aria-expanded': 'false' }, 'Fix…');
    open.addEventListener('click', () => {
      box.hidden = !box.hidden;
      open.setAttribute('aria-expanded', String(!box.hidden));
      if (!box.hidden) apply.focus();
    });
    return make('div', {}, open, box);
  }

  async function repair(fix, button, status) {
    button.disabled = true;
    status.textContent = 'Writing …';
    try {
      const body = JSON.stringify({ id: fix.id });
      const response = await fetch(`${own()}fix`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
      const answer = await response.json().catch(() => ({}));
      status.textContent = response.ok ? 'Written.' : `Not written: ${answer.message ?? response.status}${answer.help ? ` (${answer.help})` : ''}`;
    } catch {
      status.textContent = 'Not written: the preview does not answer.';
    }
    button.disabled = false;
  }

  function card(diagnostic) {
    const { severity, code, message: text, help, places, notes, fix } = diagnostic;
    return make(
      'li',
      { class: `card ${severity}` },
      make('p', { class: 'code' }, `${severity} `, make('code', {}, code)),
      make('p', { class: 'message' }, rich(text)),
      places.map((shown) => [
        make('p', { class: 'place' }, place(shown.file, shown.line, shown.column)),
        shown.lines.length > 0 ? make('pre', {}, ...shown.lines.flatMap(sourceLine)) : undefined,
      ]).flat(),
      notes.map((note) => make('p', {}, rich(note))),
      help ? make('p', { class: 'help' }, make('strong', {}, 'help: '), rich(help)) : undefined,
      offer(fix),
    );
  }

  function overlay() {
    const wrong = message.diagnostics.filter(({ severity }) => severity === 'error');
    const left = message.errors - wrong.length;
    return make(
      'section',
      { class: 'overlay', role: 'dialog', 'aria-label': 'Errors of the site' },
      make(
        'header',
        {},
        make('h2', {}, `${count(message.errors, 'error')}${message.warnings ? `, ${count(message.warnings, 'warning')}` : ''}`),
        make('p', {}, message.has_good ? 'Pages with errors are shown as they were when all was well.' : 'Pages with errors are missing until they are mended.'),
        make('button', { type: 'button', class: 'close', title: 'Hide until something changes (Esc)', onclick: dismiss }, 'Hide'),
      ),
      make('ol', {}, ...wrong.map(card), left > 0 ? make('li', {}, `… and ${left} more, in the terminal`) : ''),
    );
  }

  function dismiss() {
    isDismissed = true;
    draw();
  }

  const row = (name, ...value) => [make('dt', {}, name), make('dd', {}, ...value)];

  function sql(query, isOpen) {
    return make(
      'details',
      { open: isOpen },
      make('summary', {}, make('code', {}, query.name), `: read ${count(query.rows_read, 'row')}, gave ${query.rows}, in ${query.milliseconds} ms`),
      make('p', {}, place(inspection.file, query.line)),
      make('pre', {}, query.sql.trimEnd()),
    );
  }

  /** The tables that a query reads, itself or by the queries that it names; where none is named, there is a view between. */
  function tablesOf(query) {
    const names = (text, name) => new RegExp(`(?<![\\p{L}\\p{N}_])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_])`, 'iu').test(text);
    const read = new Set([query]);
    for (const one of read) inspection.queries.filter(({ name }) => names(one.sql, name)).forEach((other) => read.add(other));
    const found = inspection.tables.filter(({ name }) => [...read].some((one) => names(one.sql, name)));
    return found.length > 0 ? found : inspection.tables;
  }

  /** What was clicked. */
  function choice() {
    if (!chosen) return make('p', { class: 'hint' }, inspection.queries.length > 0 ? 'Click a number, table or chart to see where it comes from.' : 'Nothing in this page asks for data.');
    const query = inspection.queries.find(({ name }) => name === chosen.query);
    return make(
      'div',
      { class: 'choice' },
      make('p', { class: 'what' }, chosen.text || chosen.kind),
      make(
        'dl',
        {},
        chosen.value === undefined ? '' : row('value', make('code', {}, chosen.value)),
        chosen.target ? row('bound to', make('code', {}, chosen.target)) : '',
        chosen.line ? row('written at', place(inspection.file, chosen.line, chosen.column)) : '',
        chosen.cell ? row('cell', chosen.cell) : '',
        query ? tablesOf(query).map(table).flat() : '',
      ),
      query ? sql(query, true) : make('p', {}, 'Its query has not run.'),
    );
  }

  function table({ name, file, snapshot, digest, rows }) {
    const day = snapshot ? `, snapshot of ${snapshot}` : '';
    return row(`table ${name}`, place(file), `${day}, ${count(rows, 'row')}, BLAKE3 ${digest.slice(0, 12)}`);
  }

  function visibility() {
    const { hidden, until, shown } = inspection;
    if (!hidden) return shown ? 'published' : 'not shown: it has errors';
    const why = { draft: 'a draft', future: `its date lies ahead: ${until}`, expired: `expired since ${until}` }[hidden] ?? hidden;
    return `shown here, left out of a build: ${why}`;
  }

  /** The template that makes the page and those of the site's own; what comes from the theme is listed on demand. */
  function chain(templates) {
    const [first, ...others] = templates.map(({ name, file }) => ({ file, node: file ? place(file) : make('code', {}, name) }));
    const [own, theirs] = [others.filter(({ file }) => file), others.filter(({ file }) => !file)];
    return [
      ...[first, ...own].map(({ node }) => make('div', {}, node)),
      theirs.length > 0 ? make('details', {}, make('summary', {}, `and ${count(theirs.length, 'template')} of the theme`), ...theirs.map(({ node }) => make('div', {}, node))) : '',
    ];
  }

  function aboutPage() {
    const { file, url, templates, as_of, tables, queries, outputs, rebuilt } = inspection;
    const about = make('dl', {},
      row('file', file ? place(file) : 'made by the build'),
      url ? row('URL', make('code', {}, url)) : '',
      row('visibility', visibility()),
      templates.length > 0 ? row('templates', ...chain(templates)) : '',
      outputs.length > 0 ? row('output', ...outputs.map((output) => make('code', { class: 'each' }, output))) : '',
      queries.length > 0 && as_of ? row('data as of', as_of) : '',
      tables.map(table).flat(),
      row('last save', message.files.length > 0 ? message.files.join(', ') : 'none that the preview saw; it built the site', ` in ${message.milliseconds} ms`),
      row('rebuilt', rebuilt.length > 0 ? make('ul', {}, ...rebuilt.map(({ stage, subject, why }) => make('li', {}, make('strong', {}, stage), ` ${subject}: `, rich(why)))) : 'nothing: all of it was taken from memory'),
    );
    return [about, queries.length > 0 ? make('h3', {}, 'Queries') : '', ...queries.map((query) => sql(query, false))];
  }

  function inspector() {
    const odd = message.diagnostics.filter(({ severity }) => severity === 'warning');
    const isHere = ({ places }) => places.length === 0 || places.some(({ file }) => file === inspection?.file);
    const [own, others] = [odd.filter(isHere), odd.filter((one) => !isHere(one))];
    return make(
      'aside',
      { class: 'inspector', 'aria-label': 'Inspector' },
      make('header', {}, make('h2', {}, 'Inspector'), make('button', { type: 'button', class: 'close', title: 'Close (i)', onclick: toggle }, 'Close')),
      inspection ? [choice(), make('h3', {}, 'This page'), ...aboutPage()] : make('p', {}, 'The site has no page at this address.'),
      own.length > 0 ? [make('h3', {}, count(own.length, 'warning')), make('ol', {}, ...own.map(card))] : [],
      others.length > 0 ? make('details', { class: 'others', open: !inspection }, make('summary', {}, `${count(others.length, 'warning')} in other files`), make('ol', {}, ...others.map(card))) : '',
    );
  }

  function corner() {
    const [state, text] = !isConnected
      ? ['away', 'the preview is gone']
      : message.errors ? ['bad', count(message.errors, 'error')]
      : message.warnings ? ['odd', count(message.warnings, 'warning')] : ['good', 'up to date'];
    const press = () => {
      if (message.errors && isDismissed) {
        isDismissed = false;
        draw();
      } else {
        toggle();
      }
    };
    return make(
      'div',
      { class: isInspecting ? 'corner beside' : 'corner' },
      mark ? make('span', { class: 'badge' }, mark) : '',
      make('button', { type: 'button', class: state, title: 'Inspect this page (i)', 'aria-pressed': String(isInspecting), onclick: press },
        make('span', { class: 'dot', 'aria-hidden': 'true' }), text),
    );
  }

  function draw() {
    const scrolled = root.querySelector('.inspector')?.scrollTop ?? 0;
    const details = () => [...root.querySelectorAll('.inspector > details, dd > details')].map((node) => [node.firstChild.textContent.split(':')[0], node]);
    const opened = details().filter(([, node]) => node.open).map(([name]) => name);
    root.querySelectorAll('.corner, .overlay, .inspector').forEach((node) => node.remove());
    root.append(corner());
    if (isInspecting) root.append(inspector());
    if (message.errors > 0 && !isDismissed) root.append(overlay());
    const drawn = root.querySelector('.inspector');
    for (const [name, node] of details()) node.open ||= opened.includes(name);
    if (drawn) drawn.scrollTop = scrolled;
    document.documentElement.toggleAttribute('data-numerate-inspects', isInspecting);
    underline();
  }

  // Outlines and underlines are drawn over the page and change nothing in it. Where there is room, it makes way for the inspector.
  const drawn = new CSSStyleSheet();
  drawn.replaceSync(`
    [data-numerate-inspects] :is(data[data-query], figure.chart, figure.table) { cursor: help; outline: 1px dashed #2f6fde; outline-offset: 2px; }
    [data-numerate-inspects] :is(data[data-query], figure.chart, figure.table):hover { outline-style: solid; background: #2f6fde22; }
    @media (min-width: 1000px) { html[data-numerate-inspects] { padding-right: 420px; } }
    ::highlight(numerate-odd) { text-decoration: underline wavy #b86200 2px; }
  `);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, drawn];

  /** Underlines in the page what warnings mean. */
  function underline() {
    if (!globalThis.Highlight || !CSS.highlights) return;
    CSS.highlights.delete('numerate-odd');
    if (!isInspecting || !inspection?.file) return;
    const ranges = [];
    for (const { severity, places: [first] } of message.diagnostics) {
      if (severity !== 'warning' || first?.file !== inspection.file) continue;
      const line = first.lines.find(({ number }) => number === first.line);
      const meant = line?.parts.find(({ marked }) => marked)?.text;
      const before = line ? line.parts.slice(0, line.parts.findIndex(({ marked }) => marked)).map(({ text }) => text).join('') : '';
      // Of a link, what it says stands in the page, and where it leads does not.
      const said = before.match(/\[([^\]]+)\]\([^)]*$/)?.[1];
      const range = meant && (find(meant, before) ?? (said && find(said, before)));
      if (range) ranges.push(range);
    }
    CSS.highlights.set('numerate-odd', new Highlight(...ranges));
  }

  /** Where `text` stands in the page: of several places the one that more of what stands before it leads to. */
  function find(text, before) {
    const words = before.split(/[^\p{L}\p{N}]+/u).filter(Boolean).slice(-4).join(' ').toLowerCase();
    const area = document.querySelector('main') ?? document.body;
    const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
    let best;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = node.data.indexOf(text); at >= 0; at = node.data.indexOf(text, at + 1)) {
        const lead = node.data.slice(0, at).split(/[^\p{L}\p{N}]+/u).filter(Boolean).slice(-4).join(' ').toLowerCase();
        const score = words && lead.endsWith(words) ? words.length + 1 : words.split(' ').at(-1) === lead.split(' ').at(-1) ? 1 : 0;
        if (!best || score > best.score) best = { node, at, score };
      }
    }
    if (!best) return undefined;
    const range = new Range();
    range.setStart(best.node, best.at);
    range.setEnd(best.node, best.at + text.length);
    return range;
  }

  async function inspect() {
    try {
      const response = await fetch(`${own()}page?${encodeURIComponent(decodeURI(location.pathname))}`);
      inspection = response.ok ? await response.json() : undefined;
    } catch {
      inspection = undefined;
    }
    draw();
  }

  function toggle() {
    isInspecting = !isInspecting;
    chosen = undefined;
    if (isInspecting) inspect();
    else draw();
  }

  /** Where in a table a value stands. */
  function cellOf(node) {
    const [cell, table] = [node.closest('td, th'), node.closest('table')];
    if (!cell || !table) return undefined;
    const head = table.rows[0]?.cells[cell.cellIndex]?.textContent.trim();
    return `${head ? `${head}, ` : ''}row ${cell.parentNode.rowIndex}`;
  }

  /** Of the things of one kind in the page, the one at `node`, as the source has it. */
  function boundAt(node) {
    if (node.matches('figure')) {
      const kind = node.classList.contains('chart') ? 'chart' : 'table';
      const all = [...document.querySelectorAll(`figure.${kind}`)];
      const bound = inspection.bound.filter((one) => one.kind === kind);
      const caption = node.querySelector('figcaption, caption')?.textContent.trim();
      return { ...bound[all.indexOf(node)], text: caption || `a ${kind}`, kind };
    }
    const { query } = node.dataset;
    const text = node.textContent;
    const isSame = (other) => other.dataset.query === query && other.textContent === text && !other.closest('figure, .data-note');
    const all = [...document.querySelectorAll('main data[data-query]')].filter(isSame);
    const bound = inspection.bound.filter((one) => one.kind === 'number' && one.query === query && (one.text === text || one.text === ''));
    const tables = inspection.bound.filter((one) => one.kind === 'bound table' && one.query === query);
    const found = node.closest('table') ? tables[0] : bound[Math.min(all.indexOf(node), bound.length - 1)];
    return { ...found, kind: 'number', query, text, value: node.value, cell: cellOf(node) };
  }

  addEventListener('click', (event) => {
    if (!isInspecting || !inspection || event.composedPath().includes(host)) return;
    const node = event.target.closest?.('data[data-query], figure.chart, figure.table');
    if (!node || event.target.closest('summary')) return;
    event.preventDefault();
    event.stopPropagation();
    chosen = boundAt(node);
    draw();
    root.querySelector('.inspector').scrollTop = 0;
  }, true);

  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && message.errors > 0 && !isDismissed) dismiss();
    else if (event.key === 'Escape' && isInspecting) toggle();
    const target = event.composedPath()[0];
    const isTyping = target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.nodeName));
    if (event.key === 'i' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping) toggle();
  });

  const style = make('link', { rel: 'stylesheet', href: `${own()}panel.css` });
  host.hidden = true;
  for (const outcome of ['load', 'error']) style.addEventListener(outcome, () => (host.hidden = false));
  root.append(style);
  document.documentElement.append(host);
  draw();

  const key = ({ diagnostics }) => JSON.stringify(diagnostics.filter(({ severity }) => severity === 'error'));
  return {
    /** Shows what a build said. */
    show(next) {
      if (key(next) !== key(message)) isDismissed = false;
      message = next;
      if (isInspecting) inspect();
      else draw();
    },
    /** Says whether the preview is there. */
    connected(is) {
      if (isConnected === is) return;
      isConnected = is;
      draw();
    },
    /** Says what marks the page. */
    mark(next) {
      mark = next;
      draw();
    },
    /** The page is another one than before. */
    refresh() {
      if (!host.isConnected) document.documentElement.append(host);
      if (isInspecting) inspect();
    },
  };
}
