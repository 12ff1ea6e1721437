// Who the preview answers, asked over the network as any program could.

import { networkInterfaces } from 'node:os';
import { open, POST } from './studio.mjs';

/** Checks every rule with requests that no browser puts right on their way. */
export async function checkRules({ report, studio }) {
  const own = (token, name) => `/__numerate/${token}/${name}`;
  const status = async (path, options) => (await studio.ask(path, options)).status;
  const here = `http://localhost:${studio.port}`;
  const from = (origin) => ({ headers: { host: `localhost:${studio.port}`, origin } });

  const expect = (name, asked) =>
    report.attempt(name, async () => {
      const problems = [];
      for (const [expected, path, options] of asked) {
        const found = await status(path, options);
        if (found !== expected) problems.push(`${JSON.stringify(options ?? {})} ${path}: ${found} instead of ${expected}`);
      }
      return problems;
    });

  await expect('this machine is answered by its names', [
    [200, '/'],
    [200, '/', { headers: { host: `localhost:${studio.port}` } }],
    [200, '/', { headers: { host: `blog.localhost:${studio.port}` } }],
    [200, '/', { headers: { host: `[::1]:${studio.port}` } }],
    [200, '/', from(here)],
  ]);
  await expect('a foreign host is refused', [
    [421, '/', { headers: { host: 'evil.example' } }],
    [421, '/', { headers: { host: `localhost.evil.example:${studio.port}` } }],
    [421, '/', { headers: { host: '192.168.1.7' } }],
    [421, own(studio.token, 'events'), { headers: { host: 'evil.example' } }],
  ]);
  await expect('a foreign origin is refused', [
    [403, '/', from('http://evil.example')],
    [403, '/', from('http://localhost:1')],
    [403, '/', from('null')],
    [403, own(studio.token, 'events'), from('http://localhost:1')],
    [403, own(studio.token, 'fix'), { method: 'POST', ...from('http://evil.example') }],
  ]);
  await expect('no path leads out of the site', [
    [404, '/../numerate.yaml'],
    [404, '/%2e%2e/numerate.yaml'],
    [404, '/..%2fnumerate.yaml'],
    [404, '/..%5cnumerate.yaml'],
    [404, '/posts/../../numerate.yaml'],
    [404, '//etc/passwd'],
    [404, '/content/posts/a.md'],
    [404, '/own.css%00'],
    [400, '/%zz'],
  ]);
  await expect('the preview’s own paths need the token', [
    [404, own('0'.repeat(32), 'events')],
    [404, own('', 'events')],
    [404, own('0'.repeat(32), 'fix'), { method: 'POST', ...from(here) }],
    [404, own(studio.token, 'none')],
  ]);
  await expect('nothing but reading is allowed', [
    ...['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'].map((method) => [405, '/', { method }]),
    [405, own(studio.token, 'fix')],
    [403, own(studio.token, 'fix'), { method: 'POST' }],
    [409, own(studio.token, 'fix'), { method: 'POST', ...from(here), body: '{"id":"none"}' }],
    [409, own(studio.token, 'fix'), { method: 'POST', ...from(here), body: 'x'.repeat(100_000) }],
  ]);
  await report.attempt('answers are not kept, not guessed at, and for the preview’s own pages alone', async () => {
    const { headers } = await studio.ask('/own.css');
    const opened = Object.keys(headers).filter((name) => name.startsWith('access-control'));
    return [
      headers['cache-control'] !== 'no-store' && `cache-control: ${headers['cache-control']}`,
      headers['x-content-type-options'] !== 'nosniff' && 'no nosniff',
      headers['cross-origin-resource-policy'] !== 'same-origin' && 'no resource policy',
      opened.length > 0 && opened.join(', '),
    ];
  });
  await report.attempt('a former URL is a redirect', async () => {
    const { status, headers } = await studio.ask('/old/?from=there');
    return [(status !== 302 || !/^http:\/\/localhost:\d+\/posts\/a\/\?from=there$/.test(headers.location)) && `${status} to ${headers.location}`];
  });
  await report.attempt('HEAD has no body, and parts of films are answered', async () => {
    const head = await studio.ask('/own.css', { method: 'HEAD' });
    const part = await studio.ask('/film.mp4', { headers: { range: 'bytes=4-9' } });
    return [
      (head.status !== 200 || head.body !== '' || head.headers['content-length'] !== '26') && JSON.stringify(head),
      (part.status !== 206 || part.body !== 'really' || part.headers['content-range'] !== 'bytes 4-9/17') && JSON.stringify(part),
    ];
  });
  await report.attempt('a film that is too large to be held in memory is answered from the disk, whole or in parts', async () => {
    const film = 'numerate'.repeat(700_000);
    await studio.save('static/long.mp4', film);
    const [whole, part, end, beyond] = [
      await studio.ask('/long.mp4'),
      await studio.ask('/long.mp4', { headers: { range: 'bytes=4000000-4000007' } }),
      await studio.ask('/long.mp4', { headers: { range: 'bytes=-4' } }),
      await studio.ask('/long.mp4', { headers: { range: 'bytes=5600000-' } }),
    ];
    await studio.remove('static/long.mp4');
    return [
      (whole.status !== 200 || whole.body !== film || whole.headers['content-type'] !== 'video/mp4') && `${whole.status}, ${whole.body.length} bytes`,
      (part.status !== 206 || part.body !== 'numerate' || part.headers['content-range'] !== 'bytes 4000000-4000007/5600000') && JSON.stringify(part),
      (end.status !== 206 || end.body !== 'rate') && JSON.stringify(end),
      beyond.status !== 416 && JSON.stringify(beyond),
    ];
  });
  await report.attempt('what is missing is answered with the page of the site that says so, and its status', async () => {
    const { status, headers, body } = await studio.ask('/no/such/page/');
    return [status !== 404 && `${status}`, headers['content-type'] !== 'text/html; charset=utf-8' && headers['content-type'], !body.includes('Page not found') && body];
  });
  await report.attempt('nothing of the preview is in what a build makes', async () => {
    const { body } = await studio.ask('/posts/b/');
    return [!body.includes('__numerate') && 'the preview’s script is missing', !body.includes(here) && 'absolute URLs do not lead to the preview'];
  });
}

/** Lets other machines in, which this one plays by the address that others know it by. */
export async function checkHost({ report, browser, studio }) {
  const addresses = Object.values(networkInterfaces()).flat();
  const host = addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
  if (!host) return;
  await report.attempt('with --host other machines may read and not write, and the terminal says so', async () => {
    const closed = await studio.ask('/', { host }).then(() => true, () => false);
    await studio.stop();
    await studio.start('--host', host);
    await studio.save('content/posts/a.md', POST.replace('[11]', '[12]'));
    const { diagnostics } = await studio.message(({ errors }) => errors > 0);
    const far = { host: `${host}:${studio.port}`, origin: `http://${host}:${studio.port}` };
    const body = JSON.stringify({ id: diagnostics[0].fix.id });
    const read = await studio.ask('/', { host, headers: { host: far.host } });
    const written = await studio.ask(`/__numerate/${studio.token}/fix`, { host, method: 'POST', headers: far, body });
    const tab = await open(browser, studio, `http://${far.host}/posts/a/`);
    await tab.page.locator('numerate-preview .overlay .card').waitFor();
    const offers = await tab.page.locator('numerate-preview .fix').count();
    await tab.close();
    const source = await studio.read('content/posts/a.md');
    await studio.save('content/posts/a.md', POST);
    return [
      ...tab.problems,
      closed && 'without --host the address is answered',
      !/WARNING: everyone who can reach this machine/.test(studio.said()) && `the terminal says: ${studio.said()}`,
      read.status !== 200 && `reading: ${read.status}`,
      written.status !== 403 && `writing: ${written.status}`,
      offers !== 0 && 'another machine is offered a change',
      !source.includes('[12]') && 'the file was changed',
    ];
  });
}
