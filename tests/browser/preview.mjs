// Checks the preview in a browser: node preview.mjs PROGRAM [--only TEXT] [--screenshots DIR]

import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { checkErrors } from './errors.mjs';
import { checkInspector, checkOverlay } from './panel.mjs';
import { checkHost, checkRules } from './rules.mjs';
import { Report } from './report.mjs';
import { checkStart } from './start.mjs';
import { FILES, open, POST, shows, Studio } from './studio.mjs';

const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'];


const isSame = (page) => page.evaluate(() => globalThis.mark === 'the same document');

async function checkMorph({ report, browser, studio }) {
  await report.attempt('case 17: a save changes the page in place: scroll, focus, details and what was typed stay', async () => {
    const tab = await open(browser, studio, '/posts/a/', { viewport: { width: 900, height: 600 } });
    const { page } = tab;
    await page.locator('#more summary').click();
    await page.locator('#name').fill('typed');
    await page.locator('#name').focus();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
    const before = await page.evaluate(() => scrollY);
    await studio.write('content/posts/a.md', POST.replace('The last line', 'The very last line'));
    await page.waitForFunction(() => document.body.textContent.includes('The very last line'));
    const after = await page.evaluate(() => ({
      scroll: scrollY,
      focus: document.activeElement.id,
      isOpen: document.getElementById('more').open,
      typed: document.getElementById('name').value,
    }));
    const same = await isSame(page);
    await tab.close();
    await studio.save('content/posts/a.md', POST);
    return [
      ...tab.problems,
      !same && 'the page was loaded again',
      Math.abs(after.scroll - before) > 2 && `scrolled from ${before} to ${after.scroll}`,
      after.focus !== 'name' && `the focus is on ${after.focus}`,
      !after.isOpen && 'the details are closed',
      after.typed !== 'typed' && `the form holds “${after.typed}”`,
    ];
  });
}

async function checkAnchor({ report, browser, studio }) {
  await report.attempt('case 17: what is being read stays where it is when a save adds text above it', async () => {
    const tab = await open(browser, studio, '/posts/a/', { viewport: { width: 900, height: 600 } });
    const { page } = tab;
    const place = () => page.getByText('Paragraph 40 of a long page.').evaluate((node) => node.getBoundingClientRect().top);
    await page.getByText('Paragraph 40 of a long page.').evaluate((node) => node.scrollIntoView({ block: 'center' }));
    const before = await place();
    await studio.write('content/posts/a.md', POST.replace('Paragraph 3 ', 'New.\n\nAnd more.\n\nParagraph 3 '));
    await page.waitForFunction(() => document.body.textContent.includes('And more.'));
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const after = await place();
    await tab.close();
    await studio.save('content/posts/a.md', POST);
    return [...tab.problems, Math.abs(after - before) > 2 && `it was at ${before} and is at ${after}`];
  });
}

async function checkAssets({ report, browser, studio }) {
  await report.attempt('style sheets and pictures are exchanged without loading the page', async () => {
    const tab = await open(browser, studio, '/posts/a/');
    const { page } = tab;
    await studio.write('static/own.css', 'h1 { color: rgb(4, 5, 6) }');
    await page.waitForFunction(() => getComputedStyle(document.querySelector('h1')).color === 'rgb(4, 5, 6)');
    await studio.write('static/dot.svg', FILES['static/dot.svg'].replace('red', 'blue'));
    await page.waitForFunction(() => /numerate=/.test(document.querySelector('img[alt="A picture"]').src));
    const links = await page.locator('link[href^="/own.css"]').count();
    await studio.write('content/posts/a.md', POST.replace('The last line', 'The final line'));
    await page.waitForFunction(() => document.body.textContent.includes('The final line'));
    const still = await page.evaluate(() => [getComputedStyle(document.querySelector('h1')).color, document.querySelector('img[alt="A picture"]').src]);
    const same = await isSame(page);
    const loads = tab.asked.filter((path) => path === '/posts/a/').length;
    await tab.close();
    await studio.save('content/posts/a.md', POST);
    return [
      ...tab.problems,
      !same && 'the page was loaded again',
      links !== 1 && `${links} links to the style sheet`,
      loads !== 2 && `the page was asked for ${loads} times`,
      (still[0] !== 'rgb(4, 5, 6)' || !/numerate=/.test(still[1])) && `after the next change: ${still}`,
    ];
  });
  await report.attempt('a chart and a number follow the data', async () => {
    const tab = await open(browser, studio, '/posts/a/');
    await studio.write('data/t.csv', 'name,n\none,4\ntwo,6\nthree,1\n');
    await tab.page.waitForFunction(() => document.querySelector('figure.chart').textContent.includes('three'));
    const same = await isSame(tab.page);
    await tab.close();
    await studio.save('data/t.csv', FILES['data/t.csv']);
    return [...tab.problems, !same && 'the page was loaded again'];
  });
  await report.attempt('case 17: a page whose scripts changed is loaded again', async () => {
    const tab = await open(browser, studio, '/posts/b/');
    const head = 'templates/partials/head-extra.html';
    await studio.write(head, `${FILES[head]}<script>globalThis.ran = true</script>`);
    await tab.page.waitForFunction(() => globalThis.ran && globalThis.mark === undefined);
    await studio.write(head, FILES[head]);
    await tab.page.waitForFunction(() => globalThis.ran === undefined);
    await tab.close();
    return tab.problems;
  });
}

async function checkTabs({ report, browser, studio }) {
  await report.attempt('case 15: only the tab whose page changed is brought up to date', async () => {
    const [a, b] = [await open(browser, studio, '/posts/a/'), await open(browser, studio, '/posts/b/')];
    a.asked.length = 0;
    await studio.write('content/posts/b.md', FILES['content/posts/b.md'].replace('The other', 'The changed'));
    await b.page.waitForFunction(() => document.body.textContent.includes('The changed text'));
    // A later change of the first page: whatever it had been told before, it has done by then.
    await studio.write('content/posts/a.md', POST.replace('The last line', 'The one last line'));
    await a.page.waitForFunction(() => document.body.textContent.includes('The one last line'));
    const loads = a.asked.filter((path) => path === '/posts/a/').length;
    const same = [await isSame(a.page), await isSame(b.page)];
    await Promise.all([a.close(), b.close()]);
    await studio.save('content/posts/a.md', POST);
    await studio.save('content/posts/b.md', FILES['content/posts/b.md']);
    return [...a.problems, ...b.problems, loads !== 1 && `the other tab asked ${loads} times`, same.includes(false) && 'a page was loaded again'];
  });
  await report.attempt('a page that goes and comes back is followed', async () => {
    const tab = await open(browser, studio, '/posts/b/');
    await studio.remove('content/posts/b.md');
    await shows(tab.page, 'Page not found');
    await studio.write('content/posts/b.md', FILES['content/posts/b.md']);
    await shows(tab.page, 'The other text');
    await tab.close();
    return tab.problems;
  });
  await report.attempt('drafts and pages whose date lies ahead are shown with a badge, and former URLs lead on', async () => {
    const tab = await open(browser, studio, '/posts/c/');
    await tab.page.locator('numerate-preview .badge', { hasText: 'draft' }).waitFor();
    await tab.page.goto(new URL('/posts/d/', studio.address).href);
    await tab.page.locator('numerate-preview .badge', { hasText: 'not published before 2999-01-05' }).waitFor();
    await tab.page.goto(new URL('/old/', studio.address).href);
    await tab.page.waitForURL('**/posts/a/');
    const badges = await tab.page.locator('numerate-preview .badge').count();
    await tab.close();
    return [...tab.problems, badges !== 0 && 'a published page has a badge'];
  });
}

async function checkRestart({ report, browser, studio }) {
  await report.attempt('case 12: after a restart the page listens again, and changes only if the site did', async () => {
    const tab = await open(browser, studio, '/posts/b/');
    const { page } = tab;
    const before = studio.token;
    await page.evaluate(() => document.querySelector('main').setAttribute('data-test', 'untouched'));
    await studio.stop();
    await page.locator('numerate-preview .away').waitFor();
    await studio.start();
    await page.locator('numerate-preview .good').waitFor();
    const untouched = await page.locator('main[data-test]').count();
    await studio.stop();
    await page.locator('numerate-preview .away').waitFor();
    await studio.write('content/posts/b.md', FILES['content/posts/b.md'].replace('The other', 'The later'));
    await studio.start();
    await shows(page, 'The later text');
    await studio.write('content/posts/b.md', FILES['content/posts/b.md']);
    await shows(page, 'The other text');
    const same = await isSame(page);
    await tab.close();
    return [
      ...tab.problems,
      untouched !== 1 && 'the page changed though the site did not',
      before === studio.token && 'the token is the same as before',
      !same && 'the page was loaded again',
    ];
  });
  await report.attempt('--navigate leads to the page being edited', async () => {
    await studio.stop();
    await studio.start('--navigate');
    const tab = await open(browser, studio, '/');
    await studio.write('content/posts/b.md', FILES['content/posts/b.md'].replace('The other', 'The edited'));
    await tab.page.waitForURL('**/posts/b/');
    await shows(tab.page, 'The edited text');
    await tab.close();
    await studio.save('content/posts/b.md', FILES['content/posts/b.md']);
    return tab.problems;
  });
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' }, screenshots: { type: 'string' } } });
if (positionals.length !== 1) {
  console.error('usage: node preview.mjs PROGRAM [--only TEXT] [--screenshots DIR]');
  process.exit(2);
}
if (values.screenshots) await mkdir(values.screenshots, { recursive: true });
const report = new Report(values.only);
const studio = await Studio.open(positionals[0]);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ARGUMENTS });
try {
  const visit = { report, browser, studio, program: studio.program, screenshots: values.screenshots };
  await checkRules(visit);
  await checkMorph(visit);
  await checkAnchor(visit);
  await checkAssets(visit);
  await checkTabs(visit);
  await checkOverlay(visit);
  await checkErrors(visit);
  await checkInspector(visit);
  await checkRestart(visit);
  await checkHost(visit);
  await checkStart(visit);
} finally {
  await browser.close();
  await studio.close();
}
process.exitCode = report.close() ? 0 : 1;
