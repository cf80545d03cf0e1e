import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withBrowser } from './chromium.ts';
import { houseForTests, places } from './visit.ts';

/** What a page that wishes us ill would try; each attempt says whether it got anything to read. */
const attempts = (url: string) => `(async () => {
  const act = '${url}/playground/act?client=slack&as=root';
  const body = JSON.stringify({ act: 'type', channel: '${places.team}', text: 'typed by a stranger' });
  const json = { 'content-type': 'application/json' };
  const read = (work) => work.then((response) => response.text()).then((text) => text.length > 0, () => false);
  const heard = new Promise((done) => {
    const news = new EventSource('${url}/playground/news?as=root');
    news.onmessage = () => done(true);
    news.onerror = () => done(false);
  });
  const form = document.createElement('form');
  Object.assign(form, { method: 'post', enctype: 'text/plain', action: act, target: 'sink' });
  const field = document.createElement('input');
  [field.name, field.value] = [body.slice(0, -1) + ',"x":"', '"}'];
  form.append(field);
  const sink = document.createElement('iframe');
  sink.name = 'sink';
  document.body.append(sink, form);
  form.submit();
  return [
    await read(fetch(act, { method: 'POST', headers: json, body })),
    await read(fetch(act, { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body })),
    await read(fetch('${url}/playground/reset', { method: 'POST', mode: 'no-cors', body: '{}' })),
    navigator.sendBeacon(act, new Blob([body], { type: 'text/plain' })) && false,
    await read(fetch('${url}/playground/inside?as=root')),
    await read(fetch('${url}/playground/inside?as=root', { mode: 'no-cors' })),
    await read(fetch('${url}/')),
    await heard,
  ];
})()`;

describe.skipIf(withBrowser !== '')(
  `a stranger’s page beside the playground${withBrowser}`,
  { timeout: 120_000 },
  () => {
    const house = houseForTests();
    const stranger = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Prizes</title><body>');
    });
    beforeAll(() => new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done)));
    afterAll(() => void stranger.close());

    // Another port of this computer is the nearest a stranger can come: the browser calls it the same site.
    test.each(['127.0.0.1', 'localhost'])('on %s it can neither act nor read nor listen', async (host) => {
      const ada = await house.visit({ as: 'ada', in: places.team });
      await ada.say(`Said before the stranger came on ${host}`);
      await ada.message(`Said before the stranger came on ${host}`).waitFor();
      const page = await ada.page.context().newPage();
      await page.goto(`http://${host}:${(stranger.address() as AddressInfo).port}/`);
      expect(await page.evaluate(attempts(house.program.url))).toEqual(Array(8).fill(false));
      await ada.say(`Said after it on ${host}`);
      await ada.message(`Said after it on ${host}`).waitFor();
      expect(await ada.page.getByText('typed by a stranger').count()).toBe(0);
      expect(await ada.page.getByText(`Said before the stranger came on ${host}`).count()).toBe(1);
    });

    test('it cannot show the playground in a frame, where clicks could be stolen', async () => {
      const ada = await house.visit();
      const page = await ada.page.context().newPage();
      await page.goto(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`);
      const refused = page.waitForEvent('console', (line) => line.text().includes('frame-ancestors'));
      await page.evaluate(`document.body.innerHTML = '<iframe src="${house.program.url}/?as=root"></iframe>'`);
      await refused;
      expect(await page.frameLocator('iframe').locator('.page').count()).toBe(0);
    });
  },
);
