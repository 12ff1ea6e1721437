// Every HTML file by two validators, and by what numerate promises of its own pages.

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { fileOf } from './site.mjs';

const run = promisify(execFile);

/** Checks the markup of every HTML file. */
export async function checkMarkup(report, site) {
  const rules = JSON.parse(await readFile(new URL('.htmlvalidate.json', import.meta.url), 'utf8'));
  const validator = new HtmlValidate(new StaticConfigLoader(rules));
  for (const file of site.html) {
    const text = await site.text(file);
    await report.attempt(`${file}: html-validate`, () => htmlValidate(validator, file, text));
    report.check(`${file}: no script, nothing of this machine`, promises(text));
  }
  for (const file of site.html.filter((html) => !site.pages.includes(html))) {
    report.check(`${file}: leads to a page`, redirect(site, await site.text(file)));
  }
  await report.attempt('vnu', () => vnu(site));
}

async function htmlValidate(validator, file, text) {
  const { results } = await validator.validateString(text, file);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`),
  );
}

/** No page needs JavaScript; none links to the machine it was built on. */
function promises(text) {
  const markup = text.replace(/<!--[\s\S]*?-->/g, '');
  const scripts = [...markup.matchAll(/<script\b[^>]*>/gi)].map(([tag]) => tag);
  const handlers = [...markup.matchAll(/<[a-z][^<>]*\son[a-z]+\s*=[^<>]*>/gi)].map(([tag]) => tag);
  const local = [...markup.matchAll(/(?:href|src)="?(?:https?:\/\/(?:localhost|127\.0\.0\.1)|file:)[^"\s>]*/gi)];
  return [
    ...scripts.filter((tag) => !/\stype="?application\/ld\+json["\s>]/.test(tag)),
    ...handlers,
    ...local.map(([link]) => link),
  ];
}

function redirect(site, text) {
  const target = text.match(/http-equiv="?refresh"?[^>]*url=([^"'>]+)/i)?.[1];
  if (!target) return ['it names no target'];
  const url = new URL(target, site.origin ?? 'http://localhost/');
  if (site.origin && url.host !== new URL(site.origin).host) return [];
  return fileOf(site, url.pathname) ? [] : [`${target} does not exist`];
}

async function vnu(site) {
  const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
  const flags = ['-jar', jar, '--skip-non-html', '--errors-only', '--exit-zero-always', '--format', 'json', site.folder];
  const { stderr } = await run('java', flags, { maxBuffer: 64 << 20 });
  return JSON.parse(stderr).messages.map(
    ({ url = '', lastLine, firstColumn, message }) => `${url.split(site.folder).pop()}:${lastLine}:${firstColumn} ${message}`,
  );
}
