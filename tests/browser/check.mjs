// Checks a built site: node check.mjs FOLDER [--screenshots DIR]

import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkFeeds } from './feeds.mjs';
import { checkMarkup } from './markup.mjs';
import { checkPages } from './pages.mjs';
import { Report } from './report.mjs';
import { openSite, serve } from './site.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { screenshots: { type: 'string' } },
});
if (positionals.length !== 1) {
  console.error('usage: node check.mjs FOLDER [--screenshots DIR]');
  process.exit(2);
}

const report = new Report();
const site = await openSite(resolve(positionals[0]));
if (values.screenshots) await mkdir(values.screenshots, { recursive: true });
console.log(`${site.pages.length} pages, published at ${site.origin ?? 'no base URL'}`);

await checkFeeds(report, site);
await checkMarkup(report, site);
const server = await serve(site);
try {
  await checkPages(report, site, server.host, values.screenshots);
} finally {
  server.close();
}
process.exitCode = report.close() ? 0 : 1;
