// From a save to the changed page in Chromium: node latency.mjs '{"url", "edits": [{"what", "file", "path"}], "count"}'
// Prints an object with a list of milliseconds for each kind of edit. Both clocks are the machine's.

import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../tests/browser/package.json', import.meta.url))('playwright-core');
const { url, edits, count } = JSON.parse(process.argv[2]);
const now = () => performance.timeOrigin + performance.now();
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** The file with something in it that was never there, and what to look for in the page. */
function edit(what, before, number) {
  const mark = `dom${number}x${Math.floor(Math.random() * 1e6)}`;
  if (what === 'body') return [`${before}\n\n${mark}\n`, mark];
  if (what === 'title') return [before.replace(/^title:.*$/m, `title: "${mark}"`), mark];
  if (what === 'template') return [before.replace('<footer class="site-footer">', `$&${mark} `), mark];
  if (what === 'css') return [`${before}\nbody { --mark: ${mark} }\n`, mark];
  const value = 1e8 + Math.floor(Math.random() * 8e8);
  return [`name,n\nall but one,1000\none,${value}\n`, (value + 1000).toLocaleString('en')];
}

/** When the page shows `mark`, seen as soon as it changes; a style sheet is looked at before each frame. */
function appearance([what, mark]) {
  const time = () => performance.timeOrigin + performance.now();
  return new Promise((resolve) => {
    if (what === 'css') {
      const look = () => {
        if (getComputedStyle(document.body).getPropertyValue('--mark').trim() === mark) resolve(time());
        else requestAnimationFrame(look);
      };
      look();
      return;
    }
    const observer = new MutationObserver(() => {
      if (!document.body.textContent.includes(mark)) return;
      observer.disconnect();
      resolve(time());
    });
    observer.observe(document.documentElement, { childList: true, subtree: true, characterData: true });
  });
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const results = {};
try {
  for (const { what, file, path } of edits) {
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(new URL(what === 'css' ? '/' : path, url).href);
    await page.locator('numerate-preview .corner').waitFor();
    const before = await readFile(file, 'utf8');
    results[what] = [];
    for (let number = 0; number < count; number += 1) {
      const [text, mark] = edit(what, before, number);
      await pause(350 + Math.random() * 300);
      const shown = page.evaluate(appearance, [what, mark]);
      await page.evaluate(() => undefined);
      const begin = now();
      await writeFile(file, text);
      results[what].push((await shown) - begin);
    }
    await writeFile(file, before);
    await pause(1000);
    await page.close();
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(results));
