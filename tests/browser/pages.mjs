// Pages as readers meet them: in light and dark, on a phone, by keyboard.

import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { fileOf, urlOf } from './site.mjs';
import { chartContrast, charts, focus, overflow, references } from './inside.mjs';

const SMALLEST_TEXT = 12;
const LEAST_CONTRAST = 4.5;
const PHONE = { width: 375, height: 812 };
const DESK = { width: 1280, height: 900 };
const WIDTHS = [320, 375, 480, 600, 640, 720, 768, 900, 1024, 1280, 1920];
const VARIANTS = [
  { name: 'light', colorScheme: 'light', viewport: DESK },
  { name: 'dark', colorScheme: 'dark', viewport: DESK },
  { name: 'phone', colorScheme: 'light', viewport: PHONE },
  { name: 'phone-dark', colorScheme: 'dark', viewport: PHONE },
];
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The pages that are looked at in every variant: one of each kind. */
async function chosenPages(site) {
  const first = async (pattern, wanted = () => true) => {
    for (const file of site.pages) {
      if (pattern.test(file) && wanted(await site.text(file))) return file;
    }
    return undefined;
  };
  const hasChart = (html) => /<svg[^>]*role="?img/.test(html);
  return {
    home: await first(/^index\.html$/),
    list: await first(/^posts\/index\.html$/),
    post: await first(/^posts\/[^/]+\/index\.html$/, hasChart),
    docs: await first(/^docs\/.+\/index\.html$/),
    term: await first(/^tags\/[^/]+\/index\.html$/),
    missing: await first(/^404\.html$/),
  };
}

/** Checks the pages of `site`, served at `host`, and takes their pictures if `screenshots` names a folder. */
export async function checkPages(report, site, host, screenshots) {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  try {
    const visitor = { report, site, host, browser, screenshots, axe: await axeSource() };
    const chosen = await chosenPages(site);
    for (const [kind, file] of Object.entries(chosen)) {
      report.check(`the site has a page of the kind “${kind}”`, file ? [] : ['there is none']);
    }
    const found = Object.entries(chosen).filter(([, file]) => file);
    for (const variant of VARIANTS) await checkVariant(visitor, variant, found);
    for (const [kind, file] of found) {
      await report.attempt(`${kind}: keyboard`, () => inPage(visitor, VARIANTS[0], file, keyboard));
    }
    if (chosen.post) await checkWidths(visitor, chosen.post);
    const rest = site.pages.filter((file) => !Object.values(chosen).includes(file));
    await checkRest(visitor, rest);
  } finally {
    await browser.close();
  }
}

async function axeSource() {
  return readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
}

/** Opens `file` in a window of its own kind and gives the page to `look`. */
async function inPage({ browser, site, host }, { colorScheme, viewport }, file, look) {
  const context = await browser.newContext({ colorScheme, viewport });
  try {
    const page = await context.newPage();
    await page.goto(`http://${host}${address(site, file)}`);
    return await look(page);
  } finally {
    await context.close();
  }
}

/** The 404 page is met at an address that does not exist. */
function address(site, file) {
  return file === '404.html' ? `${site.base}no/such/page/` : urlOf(site, file);
}

async function checkVariant(visitor, variant, found) {
  const { report, screenshots } = visitor;
  const watched = await watchedPage(visitor, variant);
  for (const [kind, file] of found) {
    const name = `${kind} (${variant.name})`;
    await report.attempt(`${name}: loads in silence, from its own host alone`, () => watched.open(file));
    await report.attempt(`${name}: axe-core`, () => axe(watched.page, visitor.axe));
    await report.attempt(`${name}: nothing is wider than the window`, () => watched.page.evaluate(overflow));
    await report.attempt(`${name}: charts`, () => chartProblems(watched.page, kind === 'post'));
    await report.attempt(`${name}: contrast in charts`, () => watched.page.evaluate(chartContrast, LEAST_CONTRAST));
    if (screenshots) {
      await watched.page.evaluate(() => scrollTo(0, 0));
      await watched.page.screenshot({ path: join(screenshots, `${kind}-${variant.name}.png`), fullPage: true });
    }
  }
  await watched.close();
}

/** A page whose console, errors and requests are collected. */
async function watchedPage({ browser, site, host }, { colorScheme, viewport }) {
  const context = await browser.newContext({ colorScheme, viewport });
  const page = await context.newPage();
  let problems = [];
  let document = '';
  const isMissing = (url) => new URL(url).pathname === `${site.base}no/such/page/`;
  page.on('console', (message) => {
    const expected = isMissing(document) && message.location().url === document;
    if (['error', 'warning'].includes(message.type()) && !expected) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`script error: ${error.message}`));
  page.on('requestfailed', (request) => {
    // Leaving a page ends what it was still loading: its icon, mostly.
    const { errorText } = request.failure();
    if (errorText !== 'net::ERR_ABORTED') problems.push(`${errorText}: ${request.url()}`);
  });
  page.on('request', (request) => {
    const { host: asked, protocol } = new URL(request.url());
    if (protocol !== 'data:' && asked !== host) problems.push(`asks another host: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !isMissing(response.url())) problems.push(`${response.status()}: ${response.url()}`);
  });
  const open = async (file) => {
    problems = [];
    document = `http://${host}${address(site, file)}`;
    await page.goto(document, { waitUntil: 'load' });
    return problems;
  };
  return { page, open, close: () => context.close() };
}

async function axe(page, source) {
  await page.evaluate(source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n${target.join(' ')}\n${failureSummary}`),
  );
}

async function chartProblems(page, isExpected, smallest = SMALLEST_TEXT) {
  const { problems, count } = await page.evaluate(charts, smallest);
  return isExpected && count === 0 ? ['the page shows no chart', ...problems] : problems;
}

/** The chart's two layouts take turns without a gap, and in print. */
async function checkWidths(visitor, file) {
  for (const width of WIDTHS) {
    const variant = { ...VARIANTS[0], viewport: { width, height: 900 } };
    await visitor.report.attempt(`post at ${width} px: one layout of each chart, nothing too wide`, () =>
      inPage(visitor, variant, file, async (page) => [
        ...(await chartProblems(page, true, width < PHONE.width ? SMALLEST_TEXT - 2 : SMALLEST_TEXT)),
        ...(await page.evaluate(overflow)),
      ]),
    );
  }
  await visitor.report.attempt('post in print: one layout of each chart', () =>
    inPage(visitor, VARIANTS[1], file, async (page) => {
      await page.emulateMedia({ media: 'print' });
      const { problems } = await page.evaluate(charts, 0);
      return problems;
    }),
  );
}

/** The skip link comes first and works; every stop of the focus can be seen. */
async function keyboard(page) {
  const problems = [];
  await page.keyboard.press('Tab');
  const skip = await page.evaluate(focus);
  if (skip?.href !== '#main') return [`the first stop is not the skip link: ${skip?.name}`];
  if (!skip.onScreen) problems.push('the focused skip link is not on the screen');
  await page.keyboard.press('Enter');
  // The browser follows the link after the key press is acknowledged, on a busy machine noticeably later.
  const arrived = page.waitForFunction(() => location.hash === '#main', null, { timeout: 10_000 });
  if (!(await arrived.then(() => true, () => false))) problems.push('Enter on the skip link does not lead to #main');
  const landed = await page.evaluate(focus);
  if (!landed?.isMain) {
    await page.keyboard.press('Tab');
    const next = await page.evaluate(focus);
    const hasStops = await page.evaluate(() => document.querySelector('main :is(a[href], button, summary, input:enabled)') !== null);
    if (hasStops && !next?.inMain) problems.push(`after the skip link the focus goes to ${next?.name}`);
  }
  await page.reload();
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(focus);
    if (!here) break;
    if (!here.visible) problems.push(`the focus cannot be seen on ${here.name}`);
    if (!here.onScreen) problems.push(`the focus is off the screen on ${here.name}`);
  }
  return problems;
}

/** Every other page, on a phone: the same checks once, and all links of the whole site. */
async function checkRest(visitor, rest) {
  const { report, site, host } = visitor;
  const watched = await watchedPage(visitor, VARIANTS[2]);
  const found = new Map();
  const rested = new Set(rest);
  for (const file of site.pages) {
    await report.attempt(`${file}: on a phone`, async () => {
      const problems = await watched.open(file);
      found.set(file, await watched.page.evaluate(references));
      if (!rested.has(file)) return problems;
      return [
        ...problems,
        ...(await watched.page.evaluate(overflow)),
        ...(await chartProblems(watched.page, false)),
        ...(await axe(watched.page, visitor.axe)),
      ];
    });
  }
  await watched.close();
  for (const [file, { targets }] of found) {
    const broken = targets.map((target) => brokenLink(site, host, found, target));
    report.check(`${file}: links inside the site`, broken);
  }
}

/** Why a link of the site leads nowhere, if it does. */
function brokenLink(site, host, found, target) {
  if (!/^https?:/.test(target)) return undefined;
  const url = new URL(target);
  const own = [host, site.origin && new URL(site.origin).host].includes(url.host);
  const isMissing = url.pathname === address(site, '404.html');
  if (!own || isMissing) return undefined;
  const file = fileOf(site, url.pathname);
  if (!file) return `${url.pathname} does not exist`;
  const anchor = decodeURIComponent(url.hash.slice(1));
  const anchors = found.get(file)?.anchors;
  if (anchor && anchors && !anchors.includes(anchor)) return `${url.pathname} has no anchor #${anchor}`;
  return undefined;
}
