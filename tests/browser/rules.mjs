// Who the preview answers, asked over the network as any program could.

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
  await report.attempt('nothing of the preview is in what a build makes', async () => {
    const { body } = await studio.ask('/posts/b/');
    return [!body.includes('__numerate') && 'the preview’s script is missing', !body.includes(here) && 'absolute URLs do not lead to the preview'];
  });
}
