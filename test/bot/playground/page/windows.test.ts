import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { startProgram } from '../../../flows/program.ts';
import { withBrowser } from './chromium.ts';
import { houseForTests, places, type Visit } from './visit.ts';

/** As if another tab were brought to the front, or this one again. */
const look = ({ page }: Visit, state: 'hidden' | 'visible') =>
  page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  `);

describe.skipIf(withBrowser !== '')(`several windows of the playground${withBrowser}`, { timeout: 120_000 }, () => {
  const house = houseForTests();

  test('a mark says where something arrived for whom, and goes when that person has looked', async () => {
    const [root, sam] = await Promise.all([
      house.visit({ as: 'root', in: places.announcements }),
      house.visit({ as: 'sam', in: places.reviews }),
    ]);
    await root.say('@Sam have a look, please');
    await sam.page.getByRole('link', { name: 'ai-announcements 1 for you' }).waitFor();
    await root.page.getByRole('link', { name: 'Sam stakeholder 1 for them' }).waitFor();
    expect(await sam.page.title()).toMatch(/^\(1\) /);
    await sam.page.getByRole('link', { name: 'ai-announcements 1 for you' }).click();
    await sam.message('@Sam have a look, please').waitFor();
    await sam.page.getByText('New', { exact: true }).waitFor();
    await sam.page.getByRole('link', { name: 'ai-announcements', exact: true }).waitFor();
    await root.page.getByRole('link', { name: 'Sam stakeholder 1 for them' }).waitFor({ state: 'detached' });
    expect([...root.wrongs, ...sam.wrongs]).toEqual([]);
  });

  test('a window nobody looks at holds no connection, and is told everything when it is looked at', async () => {
    const [ada, sam] = await Promise.all([
      house.visit({ as: 'ada', in: places.team }),
      house.visit({ as: 'sam', in: places.team }),
    ]);
    const hungUp = ada.page.waitForEvent('requestfailed', (request) => request.url().includes('/playground/news'));
    await look(ada, 'hidden');
    await hungUp;
    await sam.say('Said while nobody looked');
    await sam.message('Said while nobody looked').waitFor();
    expect(await ada.message('Said while nobody looked').count()).toBe(0);
    expect(await ada.page.getByText('Reconnecting').count()).toBe(0);
    await look(ada, 'visible');
    await ada.message('Said while nobody looked').waitFor();
    expect([...ada.wrongs, ...sam.wrongs]).toEqual([]);
  });

  test('Reset in two windows at once plays one story, and both see it', async () => {
    const both = await Promise.all([
      house.visit({ as: 'grace', in: places.team }),
      house.visit({ as: 'olu', in: places.team }),
    ]);
    await both[0].say('Forgotten by Reset');
    for (const { page } of both) await page.getByRole('button', { name: 'Reset' }).click();
    await Promise.all(both.map(({ page }) => page.getByRole('button', { name: 'Start again' }).click()));
    await Promise.all(both.map(({ page }) => page.getByText('Setting the scene').waitFor()));
    for (const { page } of both) {
      await page.getByText('Setting the scene').waitFor({ state: 'detached', timeout: 60_000 });
      await page.getByRole('link', { name: /^prompt-reviews/ }).click();
      const cards = page.locator('.conversation li.message', { hasText: 'asks to release delay-notice v2' });
      await expect.poll(() => cards.count()).toBe(1);
      await page.getByRole('link', { name: /^team-support/ }).click();
      expect(await page.getByText('Forgotten by Reset').count()).toBe(0);
    }
    expect(both.flatMap(({ wrongs }) => wrongs)).toEqual([]);
  });

  test('a page that is open while the program starts anew goes on, and keeps what was being typed', async () => {
    const ada = await house.visit({ as: 'ada', in: places.team });
    const field = ada.page.getByRole('textbox', { name: 'Message #team-support as Ada' });
    await ada.say('Said before the start');
    await ada.message('Said before the start').waitFor();
    await field.fill('half a thought');
    await house.program.stop();
    await ada.page.getByText('Reconnecting').waitFor();
    await field.press('Enter');
    await ada.page.getByRole('alert').getByText('The playground does not answer').waitFor();
    const dir = await mkdtemp(join(inject('scratchDir'), 'playground-'));
    const again = await startProgram({ DATA_DIR: dir, PORT: new URL(house.program.url).port });
    try {
      await ada.page.getByText('Reconnecting').waitFor({ state: 'detached' });
      await ada.page.getByText('Setting the scene').waitFor({ state: 'detached', timeout: 60_000 });
      expect(await ada.page.getByText('Said before the start').count()).toBe(0);
      expect(await field.inputValue()).toBe('half a thought');
      await field.press('Enter');
      await ada.message('half a thought').waitFor();
    } finally {
      await again.stop();
    }
  });
});
