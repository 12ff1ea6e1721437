// Keeps a page of the preview up to date: listens to what is new, and changes the page in place.
// Only the preview serves this; nothing of it is in a built site.
(() => {
  'use strict';
  const morph = Idiomorph.morph;
  const script = document.getElementById('numerate-preview');
  const LONGEST_DELAY = 5000;
  const FIRST_DELAY = 200;

  let own = script.getAttribute('src').replace(/preview\.js$/, '');
  let { build, tag, path } = script.dataset;
  let events;
  let delay = FIRST_DELAY;
  let retrying;
  /** Which version of a file to show, by its path: a browser would go on showing the one that it has. */
  const versions = new Map();
  const panel = numeratePanel(script.dataset.mark, () => own);

  // What the page's own scripts add is not in its source, and is left where it is.
  const made = new WeakSet();
  const observer = new MutationObserver(note);
  observer.observe(document.documentElement, { childList: true, subtree: true });
  function note(records) {
    for (const { addedNodes } of records) addedNodes.forEach((node) => made.add(node));
  }

  const isOurs = (node) => node.nodeType === 1 && node.hasAttribute('data-numerate');
  const headOf = (page) => [...page.head.children].filter((node) => !isOurs(node));
  const scriptsOf = (page) =>
    [...page.querySelectorAll('script:not([data-numerate])')]
      .filter(({ type }) => !/json/.test(type))
      .map(({ outerHTML }) => outerHTML)
      .join('\n');
  let head = new Set(headOf(document).map(({ outerHTML }) => outerHTML));
  let scripts = scriptsOf(document);

  /** A path as it is compared: decoded, and a folder's page by its folder. */
  function plain(path) {
    const whole = path.replace(/(^|\/)index\.html$/, '$1');
    try {
      return decodeURI(whole);
    } catch {
      return whole;
    }
  }
  const holds = (paths, path) => paths.some((other) => plain(other) === plain(path));
  const pathOf = (url) => {
    const parsed = URL.parse ? URL.parse(url, location.href) : new URL(url, location.href);
    return parsed?.origin === location.origin ? plain(parsed.pathname) : undefined;
  };

  /** A URL with the version that is to be shown. */
  function versioned(url) {
    const version = versions.get(pathOf(url));
    if (!version) return url;
    const [whole, hash = ''] = url.split('#');
    const bare = whole.replace(/[?&]numerate=\w+$/, '');
    return `${bare}${bare.includes('?') ? '&' : '?'}numerate=${version}${hash && `#${hash}`}`;
  }

  /** Points pictures at the versions that are to be shown; how many there were. */
  function showVersions(page) {
    let count = 0;
    const attributes = [['img', 'src'], ['source', 'src'], ['video', 'poster'], ['link[rel~=icon]', 'href'], ['image', 'href'], ['object', 'data']];
    for (const [selector, name] of attributes) {
      for (const node of page.querySelectorAll(`${selector}[${name}]`)) {
        const before = node.getAttribute(name);
        const after = versioned(before);
        if (versions.has(pathOf(before))) count += 1;
        if (after !== before) node.setAttribute(name, after);
      }
    }
    for (const node of page.querySelectorAll('[srcset]')) {
      const before = node.getAttribute('srcset');
      const after = before.replace(/[^\s,]\S*/g, (part) => versioned(part));
      if (after !== before) {
        node.setAttribute('srcset', after);
        count += 1;
      }
    }
    for (const node of page.querySelectorAll('link[rel~=stylesheet][href]')) {
      const before = node.getAttribute('href');
      if (page !== document && versioned(before) !== before) node.setAttribute('href', versioned(before));
    }
    return count;
  }

  /** Puts a style sheet in the place of another one, which goes when the new one is there. */
  function replaceSheet(old) {
    const fresh = old.cloneNode();
    fresh.setAttribute('href', versioned(old.getAttribute('href')));
    const done = () => old.remove();
    fresh.addEventListener('load', done, { once: true });
    fresh.addEventListener('error', done, { once: true });
    old.after(fresh);
    head.delete(old.outerHTML);
    head.add(fresh.outerHTML);
  }

  /** Shows the new versions of style sheets; one that no link names is imported by another, and all are read again. */
  function replaceSheets(paths) {
    const sheets = [...document.querySelectorAll('link[rel~=stylesheet][href]')].filter((sheet) => pathOf(sheet.href));
    for (const path of paths) versions.set(plain(path), build);
    const named = paths.every((path) => sheets.some((sheet) => pathOf(sheet.href) === plain(path)));
    if (!named) for (const sheet of sheets) versions.set(pathOf(sheet.href), build);
    sheets.filter((sheet) => versioned(sheet.getAttribute('href')) !== sheet.getAttribute('href')).forEach(replaceSheet);
  }

  function replaceImages(paths) {
    for (const path of paths) versions.set(plain(path), build);
    if (paths.length > 0 && showVersions(document) === 0) replaceSheets([...paths]);
  }

  /** Has the reader put something into this control? */
  function isDirty(node) {
    if (node instanceof HTMLInputElement) {
      return node.value !== node.defaultValue || node.checked !== node.defaultChecked;
    }
    if (node instanceof HTMLTextAreaElement) return node.value !== node.defaultValue;
    if (node instanceof HTMLSelectElement) return [...node.options].some((option) => option.selected !== option.defaultSelected);
    return false;
  }

  const CALLBACKS = {
    beforeNodeMorphed: (old) => !isDirty(old),
    beforeNodeRemoved: (node) => !made.has(node),
    beforeAttributeUpdated: (name, node) => !(name === 'open' && /^(DETAILS|DIALOG)$/.test(node.nodeName)),
  };

  function morphHead(next) {
    const wanted = headOf(next);
    const texts = new Set(wanted.map(({ outerHTML }) => outerHTML));
    const now = headOf(document);
    const there = new Set(now.map(({ outerHTML }) => outerHTML));
    const fresh = wanted.filter(({ outerHTML }) => !there.has(outerHTML));
    const gone = now.filter((node) => head.has(node.outerHTML) && !texts.has(node.outerHTML));
    fresh.forEach((node) => document.head.append(document.importNode(node, true)));
    gone.forEach((node) => node.remove());
    if (next.title !== document.title) document.title = next.title;
    head = texts;
  }

  const BLOCKS = 'h1, h2, h3, h4, h5, h6, p, li, dt, dd, tr, pre, blockquote, figure';
  /** The blocks of the page by what they say, and how many before them say the same. */
  function blocks() {
    const counts = new Map();
    return [...document.body.querySelectorAll(BLOCKS)].map((node) => {
      const said = `${node.nodeName} ${node.textContent}`;
      counts.set(said, (counts.get(said) ?? 0) + 1);
      return { node, name: `${counts.get(said)} ${said}` };
    });
  }

  /** Notes what is being read, and gives what brings it back to where it stands: a browser follows elements, of which a change reuses any. */
  function keepPlace() {
    if (scrollY === 0) return () => {};
    const seen = blocks().map(({ node, name }) => ({ name, top: node.getBoundingClientRect().top }));
    const inSight = seen.filter(({ top }) => top >= 0 && top < innerHeight);
    return () => {
      const now = new Map(blocks().map(({ node, name }) => [name, node]));
      const found = inSight.find(({ name }) => now.has(name));
      if (found) scrollBy({ top: now.get(found.name).getBoundingClientRect().top - found.top, behavior: 'instant' });
    };
  }

  /** Makes the page what `next` is, keeping what the reader did: scroll, focus, open details, filled forms. */
  function become(next) {
    const fresh = next.getElementById('numerate-preview');
    if (!fresh || scriptsOf(next) !== scripts) return location.reload();
    own = fresh.getAttribute('src').replace(/preview\.js$/, '');
    ({ build, tag, path } = fresh.dataset);
    showVersions(next);
    note(observer.takeRecords());
    morphHead(next);
    document.documentElement.lang = next.documentElement.lang;
    const bringBack = keepPlace();
    morph(document.body, next.body, { morphStyle: 'outerHTML', ignoreActiveValue: true, callbacks: CALLBACKS });
    bringBack();
    observer.takeRecords();
    panel.mark(fresh.dataset.mark);
    panel.refresh();
    document.dispatchEvent(new CustomEvent('numerate:update', { detail: { build } }));
  }

  /** The page as it is served now. */
  async function load() {
    const response = await fetch(location.href, { cache: 'no-store', headers: { accept: 'text/html' } });
    const isPage = /^text\/html/.test(response.headers.get('content-type') ?? '');
    if (response.redirected && pathOf(response.url) !== plain(location.pathname)) location.replace(response.url);
    return isPage ? new DOMParser().parseFromString(await response.text(), 'text/html') : undefined;
  }

  let work = Promise.resolve();
  /** Does one thing after the other, in the order of the messages. */
  function queue(step) {
    work = work.then(step).catch((error) => console.error('numerate:', error));
  }

  async function refresh() {
    const next = await load();
    if (next) become(next);
    else location.reload();
  }

  async function take(message) {
    panel.show(message);
    const before = build;
    if (message.kind === 'hello') {
      if (message.build === before) return;
      // What was missed is not known: everything is shown anew.
      build = message.build;
      replaceSheets([...document.querySelectorAll('link[rel~=stylesheet][href]')].map(({ href }) => pathOf(href)).filter(Boolean));
      return refresh();
    }
    build = message.build;
    if (message.navigate && plain(message.navigate) !== plain(location.pathname)) return location.assign(message.navigate);
    const running = [...document.querySelectorAll('script[src]:not([data-numerate])')].map(({ src }) => pathOf(src));
    if (message.scripts.some((path) => running.includes(plain(path)))) return location.reload();
    if (message.css.length > 0) replaceSheets(message.css);
    if (message.images.length > 0) replaceImages(message.images);
    const here = [location.pathname, path];
    if (message.more || here.some((one) => holds(message.changed, one) || holds(message.removed, one))) return refresh();
  }

  function listen() {
    clearTimeout(retrying);
    if (document.visibilityState === 'hidden' || events) return;
    events = new EventSource(`${own}events`);
    events.onopen = () => {
      delay = FIRST_DELAY;
      panel.connected(true);
    };
    events.onmessage = ({ data }) => queue(() => take(JSON.parse(data)));
    events.onerror = () => {
      close();
      panel.connected(false);
      retrying = setTimeout(retry, delay * (0.75 + Math.random() / 2));
      delay = Math.min(delay * 2, LONGEST_DELAY);
    };
  }

  /** Looks whether the preview is back. It may be another process, with a path of its own to listen at. */
  async function retry() {
    try {
      const next = await load();
      const fresh = next?.getElementById('numerate-preview');
      if (!fresh) throw new Error('no page of the preview');
      if (fresh.dataset.tag !== tag) become(next);
      own = fresh.getAttribute('src').replace(/preview\.js$/, '');
      listen();
    } catch {
      retrying = setTimeout(retry, delay * (0.75 + Math.random() / 2));
      delay = Math.min(delay * 2, LONGEST_DELAY);
    }
  }

  function close() {
    events?.close();
    events = undefined;
  }

  // Browsers allow few connections to one host: pages that nobody sees do without, and catch up when they are shown.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') close();
    else listen();
  });
  addEventListener('pagehide', close);
  addEventListener('pageshow', listen);
  listen();
})();
