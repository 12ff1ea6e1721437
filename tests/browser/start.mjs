// How the preview begins: what it opens, and what it does with a site that is broken from the start.

import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FILES, GENEROUS, open, shows, Studio } from './studio.mjs';

const overlayOf = (page) => page.locator('numerate-preview .overlay');

/** Waits until `find` finds something. */
async function until(find) {
  for (const begin = Date.now(); Date.now() - begin < GENEROUS; ) {
    const found = await find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it never happened');
}

/** Programs that end at once: what they are given is in a file beside them. */
async function programs(...names) {
  const folder = await mkdtemp(join(tmpdir(), 'numerate-programs-'));
  for (const name of names) {
    await writeFile(join(folder, name), `#!/bin/sh\nprintf '%s\\n' "$@" >'${folder}/${name}.new'\n/bin/mv '${folder}/${name}.new' '${folder}/${name}.given'\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

async function checkOpen({ report, program }) {
  // Elsewhere the system's own opener is started by its whole path, which no test can stand in for.
  if (process.platform !== 'linux') return;
  await report.attempt('--open opens the address that is served, and without it nothing is opened', async () => {
    const bin = await programs('xdg-open');
    const given = () => readFile(join(bin, 'xdg-open.given'), 'utf8').catch(() => '');
    const studio = await Studio.open(program, { env: { PATH: bin } });
    await studio.ask('/');
    const early = await given();
    await studio.stop();
    await studio.start('--open');
    const address = (await until(given)).trim();
    const { status } = await studio.ask(new URL(address).pathname);
    await studio.close();
    await rm(bin, { recursive: true });
    return [
      early && `opened without being asked: ${early}`,
      address !== studio.address && `opened ${address} instead of ${studio.address}`,
      status !== 200 && `the address is answered with ${status}`,
    ];
  });
  await report.attempt('where nothing can open a browser, --open says so and the site is served', async () => {
    const bin = await programs();
    const studio = await Studio.open(program, { env: { PATH: bin }, options: ['--open'] });
    await until(() => studio.said().includes('the browser could not be opened'));
    const { status } = await studio.ask('/');
    await studio.close();
    await rm(bin, { recursive: true });
    return [status !== 200 && `the site is answered with ${status}`];
  });
}

async function checkBroken({ report, browser, program }) {
  await report.attempt('case 13: a configuration that is broken from the start is shown, and the site as soon as it is mended', async () => {
    const studio = await Studio.open(program, { files: { ...FILES, 'numerate.yaml': 'title: [\n' } });
    const tab = await open(browser, studio, '/posts/b/');
    await overlayOf(tab.page).waitFor();
    const text = await overlayOf(tab.page).textContent();
    await studio.write('numerate.yaml', FILES['numerate.yaml']);
    await shows(tab.page, 'The other text');
    await overlayOf(tab.page).waitFor({ state: 'detached' });
    await tab.close();
    await studio.close();
    return [...tab.problems, !text.includes('numerate.yaml:') && `the overlay says: ${text}`];
  });
  await report.attempt('case 13: pages that are broken from the start are missing, and come when they are mended', async () => {
    const broken = FILES['content/posts/b.md'].replace('2025-01-03', 'soon');
    const studio = await Studio.open(program, { files: { ...FILES, 'content/posts/b.md': broken } });
    const tab = await open(browser, studio, '/posts/b/');
    await overlayOf(tab.page).getByText('Pages with errors are missing until they are mended.').waitFor();
    const other = await studio.ask('/posts/a/');
    await studio.write('content/posts/b.md', FILES['content/posts/b.md']);
    await shows(tab.page, 'The other text');
    await overlayOf(tab.page).waitFor({ state: 'detached' });
    await tab.close();
    await studio.close();
    return [...tab.problems, other.status !== 200 && `a page without errors is answered with ${other.status}`];
  });
  await report.attempt('an option that cannot be taken ends the preview before it begins, with the reason', async () => {
    const problems = [];
    for (const [options, reason] of [
      [['--editor', 'vscod'], 'did you mean `vscode`?'],
      [['--host', 'no such host'], 'is no address of this machine'],
      [['--source', '/no/such/folder'], '/no/such/folder'],
    ]) {
      const ended = spawn(program, ['serve', ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      ended.stderr.on('data', (data) => (said += data));
      const code = await new Promise((resolve) => ended.on('close', resolve));
      if (code !== 2 || !said.includes(reason)) problems.push(`${options.join(' ')}: ${code}, ${said}`);
    }
    return problems;
  });
}

export async function checkStart(visit) {
  await checkOpen(visit);
  await checkBroken(visit);
}
