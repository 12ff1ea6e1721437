// Mistakes of every kind: each is shown over the page with its line, leads the editor there, and goes when it is mended.

import { FILES, open, POST } from './studio.mjs';

const CLAIM = '\n```yaml claim\nthat: (SELECT n FROM total) > 1000\nelse: too few\n```\n';
const HEAD = 'templates/partials/head-extra.html';

/** What is written where, the line that is meant, and what is said about it; without a text the file goes when it is mended. */
const MISTAKES = [
  ['the configuration', 'numerate.yaml', `${FILES['numerate.yaml']}pagination: {size: many}\n`, 'pagination', 'size takes a whole number'],
  ['the configuration as YAML', 'numerate.yaml', 'title: A site\nbase_url: [\n', 'base_url', ''],
  ['front matter', 'content/posts/a.md', POST.replace('2025-01-02', 'soon'), 'date:', 'soon'],
  ['a template', HEAD, `${FILES[HEAD]}\n{{ page.nothing.at.all }}\n`, '{{ page', 'nothing'],
  ['a template’s syntax', HEAD, `${FILES[HEAD]}\n{% if %}\n`, '{% if', ''],
  ['a query', 'content/posts/a.md', POST.replace('sum(n) AS', 'sum(m) AS'), 'SELECT sum', 'no column m'],
  ['a claim', 'content/posts/a.md', POST + CLAIM, 'that:', 'too few'],
  ['a chart', 'content/posts/a.md', POST.replace('x: name', 'x: nome'), 'x: nome', 'no column nome'],
  ['a bound number', 'content/posts/a.md', POST.replace('total.n', 'total.m'), 'It is', 'no column m'],
  ['a CSV file', 'data/t.csv', 'name,n\none,5\n"two,6\n', '"two', ''],
  ['a cell that breaks its contract', 'data/t.yaml', 'columns:\n  n: {type: integer, max: 5}\n', 'two,6', '6', 'data/t.csv'],
  ['a contract', 'data/t.yaml', 'columns:\n  n: {type: number}\n', '  n: {', 'number'],
  ['texts', 'i18n/en.yaml', 'older: [\n', 'older', ''],
  ['a shortcode', 'content/posts/b.md', `${FILES['content/posts/b.md']}\n{{< nothing >}}\n`, '{{< nothing', 'no shortcode nothing'],
];

const overlayOf = (page) => page.locator('numerate-preview .overlay');

export async function checkErrors({ report, browser, studio }) {
  for (const [name, file, text, meant, said, where = file] of MISTAKES) {
    await report.attempt(`a mistake in ${name} is shown at its line over the page that was good, and goes when it is mended`, async () => {
      const tab = await open(browser, studio, '/posts/a/');
      const { page } = tab;
      await studio.write(file, text);
      await overlayOf(page).waitFor();
      const card = overlayOf(page).locator('.card').first();
      const told = await card.textContent();
      const places = await card.locator('.place a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      const lines = await card.locator('.line.meant').allTextContents();
      const beneath = await page.locator('main').textContent();
      await (FILES[file] === undefined ? studio.remove(file) : studio.write(file, FILES[file]));
      await overlayOf(page).waitFor({ state: 'detached' });
      const same = await page.evaluate(() => globalThis.mark === 'the same document');
      await tab.close();
      const source = (where === file ? text : FILES[where]).split('\n');
      const line = source.findIndex((one) => one.startsWith(meant)) + 1;
      const link = places.find((href) => href.includes(`/${where}:`));
      return [
        ...tab.problems,
        !told.includes(said) && `it says: ${told}`,
        !/(help|Help)/.test(told) && `it says nothing of what to do: ${told}`,
        !lines.some((one) => one.includes(meant)) && `the line is not shown: ${told}`,
        !link?.includes(`/${where}:${line}:`) && `the link leads to ${places} and not to line ${line}`,
        !beneath.includes('It is 11') && 'the page beneath is not the last good one',
        !same && 'the page was loaded again',
      ];
    });
  }
  await report.attempt('all that is wrong is shown at once', async () => {
    const tab = await open(browser, studio, '/posts/a/');
    await studio.write('content/posts/b.md', FILES['content/posts/b.md'].replace('2025-01-03', 'soon'));
    await studio.write('data/t.csv', 'name,n\none,5\ntwo,7\n');
    await studio.write('content/posts/c.md', `${FILES['content/posts/c.md']}\n{{< nothing >}}\n`);
    await overlayOf(tab.page).getByText('3 errors').waitFor();
    const files = await overlayOf(tab.page).locator('.card .place').allTextContents();
    for (const file of ['content/posts/b.md', 'data/t.csv', 'content/posts/c.md']) await studio.save(file, FILES[file]);
    await overlayOf(tab.page).waitFor({ state: 'detached' });
    await tab.close();
    return [...tab.problems, ...['a', 'b', 'c'].map((name) => !files.join().includes(`posts/${name}.md`) && `${name} is missing: ${files}`)];
  });
}
