// Feeds and the sitemap, by the rules of RSS 2.0 and of sitemaps.

import { posix } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { fileOf } from './site.mjs';

const DAYS = 'Sun|Mon|Tue|Wed|Thu|Fri|Sat';
const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const RFC_822 = new RegExp(`^(${DAYS}), (\\d\\d) (${MONTHS}) (\\d{4}) \\d\\d:\\d\\d:\\d\\d ([+-]\\d{4}|GMT)$`);
const LISTS = ['item', 'url', 'atom:link', 'category'];

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  processEntities: true,
  htmlEntities: true,
  isArray: (name) => LISTS.includes(name),
});

/** Checks every feed and the sitemap. */
export async function checkFeeds(report, site) {
  const feeds = site.files.filter((file) => posix.basename(file) === 'index.xml');
  report.check('the site has feeds', feeds.includes('index.xml') ? [] : ['there is no index.xml at the root']);
  for (const file of feeds) {
    await report.attempt(`${file}: RSS 2.0`, async () => feed(site, file, await parsed(site, file)));
  }
  await report.attempt('sitemap.xml', async () => sitemap(site, await parsed(site, 'sitemap.xml')));
  await report.attempt('robots.txt names the sitemap', async () => {
    const named = (await site.text('robots.txt')).match(/^Sitemap: (\S+)$/m)?.[1];
    return named === `${site.origin}sitemap.xml` ? [] : [`it names ${named}`];
  });
}

async function parsed(site, file) {
  const text = await site.text(file);
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`not well formed: ${valid.err.line}:${valid.err.col} ${valid.err.msg}`);
  return parser.parse(text);
}

function feed(site, file, { rss }) {
  const channel = rss?.channel;
  if (rss?.['@version'] !== '2.0' || !channel) return ['it is not an RSS 2.0 document'];
  const problems = [];
  for (const name of ['title', 'link', 'description']) {
    if (typeof channel[name] !== 'string' || channel[name].trim() === '') problems.push(`the channel has no ${name}`);
  }
  const own = channel['atom:link']?.find((link) => link['@rel'] === 'self')?.['@href'];
  if (own !== `${site.origin}${file.split('/').map(encodeURIComponent).join('/')}`) {
    problems.push(`the atom:link to itself is ${own}`);
  }
  problems.push(exists(site, channel.link), date('lastBuildDate', channel.lastBuildDate));
  const items = channel.item ?? [];
  for (const item of items) {
    const found = itemProblems(site, item).filter(Boolean);
    problems.push(...found.map((problem) => `“${item.title}”: ${problem}`));
  }
  const ids = items.map((item) => guid(item));
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) problems.push(`two items are ${id}`);
  return problems;
}

function guid(item) {
  return typeof item.guid === 'string' ? item.guid : item.guid?.['#text'];
}

function itemProblems(site, item) {
  const problems = [exists(site, item.link), date('pubDate', item.pubDate)];
  if (!item.title && !item.description) problems.push('it has neither title nor description');
  if (!guid(item)) problems.push('it has no guid');
  else if (item.guid?.['@isPermaLink'] !== 'false') problems.push(exists(site, guid(item)));
  const html = item.description ?? '';
  for (const [, , target] of html.matchAll(/<[^<>]*?\s(href|src)="([^"]*)"/g)) {
    if (!/^(https?:\/\/|mailto:|tel:|data:)/.test(target)) problems.push(`its description holds the relative URL ${target}`);
  }
  if (/<(script|style|form|iframe)\b/i.test(html)) problems.push('its description holds what feed readers refuse');
  return problems;
}

/** A URL of this site must be absolute and have its file. */
function exists(site, link) {
  if (typeof link !== 'string' || !URL.canParse(link)) return `${link} is not an absolute URL`;
  const url = new URL(link);
  if (site.origin && url.host !== new URL(site.origin).host) return `${link} is not on this site`;
  return fileOf(site, url.pathname) ? undefined : `${link} does not exist`;
}

/** A date as RSS wants it, on the weekday that it says. */
function date(name, text) {
  if (text === undefined) return undefined;
  const match = RFC_822.exec(text);
  if (!match) return `${name} is not a date of RFC 822: ${text}`;
  const [, weekday, day, month, year] = match;
  const at = new Date(Date.UTC(Number(year), MONTHS.split('|').indexOf(month), Number(day)));
  if (at.getUTCDate() !== Number(day)) return `${name} is no day of the calendar: ${text}`;
  return DAYS.split('|')[at.getUTCDay()] === weekday ? undefined : `${name} is not a ${weekday}: ${text}`;
}

function sitemap(site, { urlset }) {
  const urls = (urlset?.url ?? []).map(({ loc }) => loc);
  if (urls.length === 0) return ['it lists no page'];
  const problems = urls.map((url) => exists(site, url));
  for (const url of new Set(urls.filter((url, at) => urls.indexOf(url) !== at))) problems.push(`${url} is listed twice`);
  for (const { loc, lastmod } of urlset.url) {
    if (lastmod !== undefined && !/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/.test(lastmod)) {
      problems.push(`the lastmod of ${loc} is not a W3C date: ${lastmod}`);
    }
  }
  return problems;
}
