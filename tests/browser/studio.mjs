// A site on disk with its preview, and tabs that look at it.

import { request } from 'node:http';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** How long anything may take: a test waits for what it needs, and this only ends what will never come. */
export const GENEROUS = 60_000;

const LONG = Array.from({ length: 60 }, (_, at) => `Paragraph ${at} of a long page.`).join('\n\n');
const FORM = '<label>Name <input id="name" value=""></label>\n\n<details id="more"><summary>More</summary><p>Inside.</p></details>';
export const POST = `---
title: A post
date: 2025-01-02
aliases: [/old/]
---
\`\`\`sql total
SELECT sum(n) AS n FROM t
\`\`\`

It is [11](q:total.n) in all. ![A picture](/dot.svg)

\`\`\`yaml chart
query: rows
kind: bar
x: name
y: n
title: Rows
alt: Two bars.
\`\`\`

\`\`\`sql rows
SELECT name, n FROM t ORDER BY name
\`\`\`

${FORM}

${LONG}

The last line of the post.
`;
const DOT = (color) => `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20" fill="${color}"/></svg>`;

export const FILES = {
  'numerate.yaml': 'title: A site\nbase_url: https://example.org/\n',
  'content/posts/a.md': POST,
  'content/posts/b.md': '---\ntitle: Another post\ndate: 2025-01-03\n---\nThe other text.\n',
  'content/posts/c.md': '---\ntitle: A draft\ndate: 2025-01-04\ndraft: true\n---\nNot finished.\n',
  'content/posts/d.md': '---\ntitle: Later\ndate: 2999-01-05\n---\nNot yet.\n',
  'data/t.csv': 'name,n\none,5\ntwo,6\n',
  'static/dot.svg': DOT('red'),
  'static/film.mp4': 'not really a film',
  'templates/partials/head-extra.html': '<link rel="stylesheet" href="/own.css">',
  'static/own.css': 'h1 { color: rgb(1, 2, 3) }',
};

/** A site on disk and the preview that serves it. */
export class Studio {
  constructor(program, folder, env) {
    Object.assign(this, { program, folder, env, port: 0 });
  }

  /** A site of `files` with its preview, which is started with further options and variables. */
  static async open(program, { files = FILES, options = [], env = {} } = {}) {
    const studio = new Studio(program, await mkdtemp(join(tmpdir(), 'numerate-preview-')), env);
    for (const [file, text] of Object.entries(files)) await studio.write(file, text);
    await studio.start(...options);
    return studio;
  }

  async write(file, text) {
    const path = join(this.folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }

  /** Saves a file and waits until pages have been told. */
  async save(file, text) {
    let isWritten = false;
    await this.message(({ kind, files }) => {
      if (!isWritten) {
        isWritten = true;
        this.write(file, text);
      }
      return kind === 'build' && files.includes(file);
    });
  }

  read(file) {
    return readFile(join(this.folder, file), 'utf8');
  }

  remove(file) {
    return rm(join(this.folder, file));
  }

  /** Starts the preview, on the port that it had before. */
  async start(...more) {
    const options = ['serve', '--port', String(this.port), '--editor', 'vscode', ...more];
    this.process = spawn(this.program, options, { cwd: this.folder, env: { ...process.env, ...this.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const address = new Promise((resolve, reject) => {
      const hear = (data) => {
        said += data;
        const found = said.match(/the site is at (\S+)/);
        if (found) resolve(found[1]);
      };
      this.process.stdout.on('data', hear);
      this.process.stderr.on('data', hear);
      this.process.on('exit', () => reject(new Error(`the preview ended:\n${said}`)));
    });
    this.address = await address;
    this.port = Number(new URL(this.address).port);
    this.said = () => said;
    this.token = (await this.ask('/')).body.match(/__numerate\/(\w+)\//)[1];
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill();
    await ended;
  }

  async close() {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A request as it is, with nothing put right on the way. */
  ask(path, { method = 'GET', headers = {}, host = '127.0.0.1', body } = {}) {
    return new Promise((resolve, reject) => {
      const sent = request({ host, port: this.port, path, method, headers, agent: false }, (response) => {
        let text = '';
        response.on('data', (data) => (text += data));
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** The first message that fits, of those that a page would get. */
  message(fits) {
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: this.port, path: `/__numerate/${this.token}/events`, agent: false }, (response) => {
        let text = '';
        response.on('data', (data) => {
          text += data;
          const parts = text.split('\n\n');
          text = parts.pop();
          const messages = parts.filter((part) => part.startsWith('data:')).map((part) => JSON.parse(part.slice(5)));
          const found = messages.find(fits);
          if (!found) return;
          sent.destroy();
          resolve(found);
        });
      });
      sent.on('error', reject);
      sent.end();
    });
  }
}

/** A tab that notes what it asks for. */
export async function open(browser, studio, path, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(GENEROUS);
  const problems = [];
  const asked = [];
  page.on('pageerror', (error) => problems.push(`script error: ${error.message}`));
  page.on('request', (sent) => asked.push(new URL(sent.url()).pathname));
  await page.goto(new URL(path, studio.address).href);
  // The page listens, and has heard where everything stands.
  await page.locator('numerate-preview .corner').waitFor();
  await page.evaluate(() => (globalThis.mark = 'the same document'));
  return { page, problems, asked, close: () => context.close() };
}

export const shows = (page, text) => page.getByText(text, { exact: false }).first().waitFor();
