// From a save to the changed page in Chromium: node latency.mjs '{"url", "what", "file", "path", "count"}'
// Prints a list of milliseconds, null for an edit that the page never showed. Both clocks are the machine's.

import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../tests/browser/package.json', import.meta.url))('playwright-core');
const { url, what, file, path, count } = JSON.parse(process.argv[2]);
const PATIENCE = 20_000;
const now = () => performance.timeOrigin + performance.now();
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** The file with something in it that was never there, and what to look for in the page. */
function edit(before, number) {
  const mark = `dom${number}x${Math.floor(Math.random() * 1e6)}`;
  if (what === 'body') return [`${before}\n\n${mark}\n`, mark];
  if (what === 'title') return [before.replace(/^title:.*$/m, `title: "${mark}"`), mark];
  if (what === 'template') return [before.replace('<footer class="site-footer">', `$&${mark} `), mark];
  if (what === 'css') return [`${before}\nbody { --mark: ${mark} }\n`, mark];
  const value = 1e8 + Math.floor(Math.random() * 8e8);
  return [`name,n\nall but one,1000\none,${value}\n`, String(value + 1000)];
}

/** Tells when a page shows the mark that is waited for, however it comes there: in every document, as soon as it changes. */
function watch(what) {
  const tell = (isThere) => {
    const mark = sessionStorage.getItem('mark');
    if (!mark || !isThere(mark)) return;
    sessionStorage.removeItem('mark');
    globalThis.seen(mark, performance.timeOrigin + performance.now());
  };
  if (what === 'css') {
    const look = () => {
      if (document.body) tell((mark) => getComputedStyle(document.body).getPropertyValue('--mark').trim() === mark);
      requestAnimationFrame(look);
    };
    look();
    return;
  }
  const look = () => tell((mark) => document.body?.textContent.replaceAll(',', '').includes(mark));
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const times = [];
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  let found;
  await page.exposeFunction('seen', (mark, time) => found(mark, time));
  await page.addInitScript(watch, what);
  await page.goto(new URL(path, url).href);
  // Whichever server it is, its script listens by now.
  await pause(1500);
  const before = await readFile(file, 'utf8');
  for (let number = 0; number < count; number += 1) {
    const [text, mark] = edit(before, number);
    await pause(350 + Math.random() * 300);
    // A server that reloads the page once more for what was there before must not spoil it.
    const note = () => page.evaluate((wanted) => sessionStorage.setItem('mark', wanted), mark).catch(() => pause(100).then(note));
    await note();
    const shown = new Promise((resolve) => {
      found = (name, time) => name === mark && resolve(time);
      setTimeout(resolve, PATIENCE).unref();
    });
    const begin = now();
    await writeFile(file, text);
    const end = await shown;
    times.push(end === undefined ? null : end - begin);
    // What one edit missed is not to be missed by all that follow.
    if (end === undefined) await page.reload();
  }
  await writeFile(file, before);
} finally {
  await browser.close();
}
console.log(JSON.stringify(times));
