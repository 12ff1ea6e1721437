// What the preview shows on top of a page: errors, the inspector, and the one change by a click.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FILES, open, POST, shows } from './studio.mjs';

const LIGHT = { colorScheme: 'light', viewport: { width: 1200, height: 800 } };
const DARK = { ...LIGHT, colorScheme: 'dark' };
const PHONE = { colorScheme: 'light', viewport: { width: 375, height: 740 } };
const TABLES = `---
title: Tables
date: 2025-01-05
---
\`\`\`sql rows
SELECT name, n FROM t ORDER BY name
\`\`\`

| [Name](q:rows.name) | [Count](q:rows.n) |
|---------------------|------------------:|
| one                 |                 5 |
| two                 |                 6 |

\`\`\`sql most
SELECT * FROM rows WHERE n > 5
\`\`\`

\`\`\`yaml table
query: most
caption: The most
\`\`\`
`;
const overlayOf = (page) => page.locator('numerate-preview .overlay');

/** Takes a picture of the page as it is in light, in the dark and on a phone. */
async function picture({ browser, studio, screenshots }, name, path, act) {
  if (!screenshots) return;
  for (const [kind, options] of Object.entries({ light: LIGHT, dark: DARK, phone: PHONE })) {
    const tab = await open(browser, studio, path, options);
    await act(tab.page);
    await tab.page.screenshot({ path: join(screenshots, `preview-${name}-${kind}.png`) });
    await tab.close();
  }
}

export async function checkOverlay(visit) {
  const { report, browser, studio } = visit;
  await report.attempt('case 13: errors are shown over the last good page and go when they are mended', async () => {
    const tab = await open(browser, studio, '/posts/a/');
    const { page } = tab;
    const broken = POST.replace('[11]', '[12]').replace('It is', 'The <img src=x onerror=globalThis.bad=1> is [8](q:none.n), it is');
    await studio.write('content/posts/a.md', broken);
    await overlayOf(page).waitFor();
    const cards = await overlayOf(page).locator('.card').count();
    const text = await overlayOf(page).textContent();
    const link = await overlayOf(page).locator('.place a').first().getAttribute('href');
    const beneath = await page.locator('main').textContent();
    await picture(visit, 'overlay', '/posts/a/', (shot) => overlayOf(shot).waitFor());
    await page.keyboard.press('Escape');
    await overlayOf(page).waitFor({ state: 'detached' });
    await page.locator('numerate-preview .bad').click();
    await overlayOf(page).waitFor();
    await studio.write('content/posts/a.md', POST);
    await overlayOf(page).waitFor({ state: 'detached' });
    const bad = await page.evaluate(() => globalThis.bad);
    await tab.close();
    return [
      ...tab.problems,
      cards !== 2 && `${cards} errors are shown`,
      !text.includes('should be 11') && `the overlay says: ${text}`,
      !text.includes('<img src=x') && 'the line is not shown as it is',
      bad && 'what the line holds was read as HTML',
      !/^vscode:\/\/file\/.*\/content\/posts\/a\.md:\d+:\d+$/.test(link) && `the link is ${link}`,
      !beneath.includes('It is 11') && 'the page beneath is not the last good one',
    ];
  });
  await report.attempt('case 13: a broken configuration is an error and not the end', async () => {
    const tab = await open(browser, studio, '/posts/b/');
    const before = await studio.read('numerate.yaml');
    await studio.write('numerate.yaml', 'title: [\n');
    await overlayOf(tab.page).waitFor();
    await studio.write('numerate.yaml', before);
    await overlayOf(tab.page).waitFor({ state: 'detached' });
    await shows(tab.page, 'The other text');
    await tab.close();
    return tab.problems;
  });
  await report.attempt('a stale number is put right by a click, after the change was shown', async () => {
    const tab = await open(browser, studio, '/posts/a/');
    const { page } = tab;
    await studio.write('content/posts/a.md', POST.replace('[11]', '[12]'));
    await overlayOf(page).waitFor();
    const { diagnostics } = await studio.message(({ errors }) => errors > 0);
    await overlayOf(page).getByText('Fix…').click();
    const change = await overlayOf(page).locator('.change pre').textContent();
    await picture(visit, 'fix', '/posts/a/', (shot) => overlayOf(shot).getByText('Fix…').click());
    const untouched = await studio.read('content/posts/a.md');
    await overlayOf(page).getByText('Write this change').click();
    await overlayOf(page).waitFor({ state: 'detached' });
    const written = await studio.read('content/posts/a.md');
    const headers = { host: `localhost:${studio.port}`, origin: `http://localhost:${studio.port}` };
    const body = JSON.stringify({ id: diagnostics[0].fix.id });
    const again = await studio.ask(`/__numerate/${studio.token}/fix`, { method: 'POST', headers, body });
    await tab.close();
    return [
      ...tab.problems,
      !(change.includes('- It is [12](q:total.n)') && change.includes('+ It is [11](q:total.n)')) && `the change is shown as ${change}`,
      untouched !== POST.replace('[11]', '[12]') && 'the file changed before it was wanted',
      written !== POST && 'the file does not hold what was shown',
      again.status !== 409 && `a change that no longer fits is answered with ${again.status}`,
    ];
  });
}

export async function checkInspector(visit) {
  const { report, browser, studio } = visit;
  const inspector = (page) => page.locator('numerate-preview .inspector');
  const choose = async (page) => {
    await page.keyboard.press('i');
    await inspector(page).getByText('content/posts/a.md').first().waitFor();
    await page.locator('data[data-query="total"]').click();
    await inspector(page).locator('.choice').waitFor();
  };
  await report.attempt('the inspector tells of the page, and of a number and a chart that are clicked', async () => {
    const tab = await open(browser, studio, '/posts/a/', LIGHT);
    const { page } = tab;
    await page.locator('#name').focus();
    await page.keyboard.press('i');
    const typed = await page.locator('#name').inputValue();
    const early = await inspector(page).count();
    await page.locator('#name').fill('');
    await page.locator('#name').blur();
    await choose(page);
    const number = await inspector(page).locator('.choice').textContent();
    const about = await inspector(page).textContent();
    const line = await inspector(page).locator('.choice a').first().getAttribute('href');
    await page.locator('figure.chart svg').first().click();
    await inspector(page).locator('.choice .what', { hasText: 'Rows' }).waitFor();
    const chart = await inspector(page).locator('.choice').textContent();
    const drawn = await inspector(page).locator('.choice a').first().getAttribute('href');
    await page.keyboard.press('i');
    await inspector(page).waitFor({ state: 'detached' });
    await picture(visit, 'inspector', '/posts/a/', choose);
    await tab.close();
    const told = ['page.html', 'base.html', 'published', 'data/t.csv', '2 rows', 'posts/a/index.html'];
    return [
      ...tab.problems,
      (typed !== 'i' || early !== 0) && 'a key typed into a form opened the inspector',
      !(number.includes('SELECT sum(n) AS n FROM t') && number.includes('total.n')) && `the number: ${number}`,
      ...told.map((text) => !about.includes(text) && `“${text}” is missing: ${about}`),
      !/a\.md:10:/.test(line) && `the link to the line is ${line}`,
      !(chart.includes('ORDER BY name') && chart.includes('data/t.csv')) && `the chart: ${chart}`,
      !/a\.md:12:1$/.test(drawn) && `the link to the chart's line is ${drawn}`,
    ];
  });
  await report.attempt('`numerate why` tells on the command line what the inspector tells', async () => {
    const problems = [];
    for (const [page, path] of [
      ['/posts/a/', '/posts/a/'],
      ['content/posts/a.md', '/posts/a/'],
      ['/posts/c/', '/posts/c/'],
      ['/posts/', '/posts/'],
      ['/', '/'],
      ['/404.html', '/404.html'],
      ['/own.css', '/own.css'],
    ]) {
      const told = await promisify(execFile)(studio.program, ['why', page, '-D', '-F', '--format', 'json'], { cwd: studio.folder });
      const shown = await studio.ask(`/__numerate/${studio.token}/page?${encodeURIComponent(path)}`);
      // How long a query took when it last ran, and what the last build made anew, differ from build to build.
      const [one, other] = [told.stdout, shown.body].map((text) => {
        const { rebuilt, queries, ...rest } = JSON.parse(text);
        return JSON.stringify({ ...rest, queries: queries.map(({ milliseconds, ...query }) => query) }, null, 1);
      });
      if (one !== other) problems.push(`${page}: on the command line ${one}`, `in the inspector ${other}`);
      if (!/"(file|name)": "/.test(one)) problems.push(`${page} has neither a file nor a template: ${one}`);
    }
    return problems;
  });
  await report.attempt('a table that is clicked tells of its query, and a cell of its place in the table', async () => {
    await studio.save('content/posts/tables.md', TABLES);
    const tab = await open(browser, studio, '/posts/tables/', LIGHT);
    const { page } = tab;
    const inspect = async (shown) => {
      await shown.keyboard.press('i');
      await inspector(shown).getByText('content/posts/tables.md').first().waitFor();
    };
    await inspect(page);
    const chosen = async (selector, text) => {
      await page.locator(selector).first().click();
      await inspector(page).locator('.choice .what', { hasText: text }).waitFor();
      const choice = inspector(page).locator('.choice');
      return { text: await choice.textContent(), line: await choice.locator('a').first().getAttribute('href') };
    };
    const table = await chosen('figure.table td', 'The most');
    const cell = await chosen('main td data:text-is("6")', '6');
    await picture(visit, 'table', '/posts/tables/', async (shot) => {
      await inspect(shot);
      await shot.locator('figure.table td').first().click();
      await inspector(shot).locator('.choice').waitFor();
    });
    await tab.close();
    await studio.remove('content/posts/tables.md');
    const source = TABLES.split('\n');
    const at = (text) => source.findIndex((line) => line.startsWith(text)) + 1;
    return [
      ...tab.problems,
      !(table.text.includes('WHERE n > 5') && table.text.includes('data/t.csv')) && `the table: ${table.text}`,
      !(cell.text.includes('ORDER BY name') && cell.text.includes('data/t.csv')) && `the cell: ${cell.text}`,
      !cell.text.includes('Count, row 2') && `the cell: ${cell.text}`,
      !table.line.endsWith(`tables.md:${at('```yaml table')}:1`) && `the link to the table's line is ${table.line}`,
      !cell.line.endsWith(`tables.md:${at('| [Name]')}:1`) && `the link to the cell's table is ${cell.line}`,
    ];
  });
  await report.attempt('a number that is bound to nothing is underlined until it is bound', async () => {
    const tab = await open(browser, studio, '/posts/b/');
    const { page } = tab;
    const post = (text) => `---\ntitle: Another post\ndate: 2025-01-03\n---\n\`\`\`sql total\nSELECT sum(n) AS n FROM t\n\`\`\`\n\n${text}\n`;
    const meant = () => page.evaluate(() => [...(CSS.highlights.get('numerate-odd') ?? [])].map((range) => `${range.startContainer.data.slice(0, range.startOffset).split(' ').at(-2)} ${range}`).join());
    await page.keyboard.press('i');
    await studio.write('content/posts/b.md', post('One had 45 billion, and another had 45 billion and 3x as much.'));
    await page.waitForFunction(() => CSS.highlights.get('numerate-odd')?.size === 3);
    const all = await meant();
    await picture(visit, 'lint', '/posts/b/', async (shot) => {
      await shot.keyboard.press('i');
      await inspector(shot).locator('.card.warning').first().waitFor();
    });
    await studio.write('content/posts/b.md', post('One had [45 billion](lit:), and another had 45 billion and [3x](lit:) as much.'));
    await page.waitForFunction(() => CSS.highlights.get('numerate-odd')?.size === 1);
    const one = await meant();
    const elsewhere = await open(browser, studio, '/posts/a/', LIGHT);
    await elsewhere.page.locator('numerate-preview .odd').click();
    await inspector(elsewhere.page).locator('summary', { hasText: '1 warning in other files' }).click();
    await inspector(elsewhere.page).locator('.others .card', { hasText: '45 billion is bound to no data' }).waitFor();
    await studio.write('data/t.csv', 'name,n\none,4\ntwo,7\n');
    await inspector(elsewhere.page).locator('dd', { hasText: 'data/t.csv in' }).waitFor();
    const isOpen = await inspector(elsewhere.page).locator('.others').evaluate((node) => node.open);
    await studio.save('data/t.csv', FILES['data/t.csv']);
    await elsewhere.close();
    await page.keyboard.press('i');
    await page.waitForFunction(() => !CSS.highlights.get('numerate-odd'));
    await tab.close();
    await studio.save('content/posts/b.md', FILES['content/posts/b.md']);
    return [...tab.problems, ...elsewhere.problems, !isOpen && 'what was open is closed by a save', all !== 'had 45 billion,had 45 billion,and 3x' && `underlined at first: ${all}`, one !== 'had 45 billion' && `underlined at last: ${one}`];
  });
  await report.attempt('what a warning means is underlined while the inspector is open', async () => {
    const tab = await open(browser, studio, '/posts/b/');
    const { page } = tab;
    await studio.write('content/posts/b.md', '---\ntitle: Another post\ndate: 2025-01-03\n---\nThe other text, [elsewhere](nowhere.md).\n');
    await page.locator('numerate-preview .odd').waitFor();
    await page.keyboard.press('i');
    await page.waitForFunction(() => CSS.highlights.get('numerate-odd')?.size > 0);
    const meant = await page.evaluate(() => [...CSS.highlights.get('numerate-odd')].map(String));
    await picture(visit, 'warning', '/posts/b/', async (shot) => {
      await shot.keyboard.press('i');
      await inspector(shot).locator('.card.warning').first().waitFor();
    });
    await tab.close();
    await studio.save('content/posts/b.md', FILES['content/posts/b.md']);
    return [...tab.problems, meant.join() !== 'elsewhere' && `underlined: ${meant.join()}`];
  });
}
