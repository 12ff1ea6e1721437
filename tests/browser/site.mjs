// A built site: its files, the path it is published under, and a server for it on the loopback interface.

import { createServer } from 'node:http';
import { readFile, readdir } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};

/** Reads the list of files of the built site in `folder`. */
export async function openSite(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'))
    .sort();
  const site = { folder, files, known: new Set(files) };
  site.text = (file) => readFile(join(folder, file), 'utf8');
  site.html = files.filter((file) => file.endsWith('.html'));
  site.origin = await publishedAt(site);
  site.base = site.origin ? new URL(site.origin).pathname : '/';
  site.pages = [];
  for (const file of site.html) {
    if (!(await isRedirect(site, file))) site.pages.push(file);
  }
  return site;
}

/** The absolute URL of the site's root, as its home page's canonical link gives it. */
async function publishedAt(site) {
  if (!site.known.has('index.html')) throw new Error(`${site.folder} has no index.html: not a built site`);
  const home = await site.text('index.html');
  const link = home.match(/<link[^>]*rel="?canonical"?[^>]*>/)?.[0];
  return link?.match(/href="?(https?:[^"\s>]+)/)?.[1];
}

async function isRedirect(site, file) {
  return /<meta[^>]*http-equiv="?refresh/i.test(await site.text(file));
}

/** The URL path of a file of the site. */
export function urlOf(site, file) {
  const path = file.replace(/(^|\/)index\.html$/, '$1');
  return site.base + path.split('/').map(encodeURIComponent).join('/');
}

/** The file that a URL path is answered with, if there is one. */
export function fileOf(site, pathname) {
  let path;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (!`${path}/`.startsWith(site.base)) return undefined;
  const inside = path.slice(site.base.length);
  const candidate = inside === '' || inside.endsWith('/') ? `${inside}index.html` : inside;
  return site.known.has(candidate) ? candidate : undefined;
}

/** Serves the site at its own path on a free port of the loopback interface. */
export async function serve(site) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const found = fileOf(site, pathname);
    const file = found ?? '404.html';
    if (!site.known.has(file)) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[posix.extname(file)] ?? 'application/octet-stream';
    response.writeHead(found ? 200 : 404, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(await readFile(join(site.folder, file)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { host: `127.0.0.1:${server.address().port}`, close };
}
