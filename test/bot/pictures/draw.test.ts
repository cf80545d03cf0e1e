import { expect, test } from 'vitest';
import { drawChart } from '../../../src/bot/pictures/draw.ts';

const chart = {
  title: 'support-reply: satisfied, in %',
  points: [
    ['2026-10-26', 81],
    ['2026-11-02', null],
    ['2026-11-09', 64.5],
  ] as [string, number | null][],
  marks: [
    [0, 'v7'],
    [2, 'v8'],
    [2, 'v9'],
  ] as [number, string][],
};

/** Width and height as the file says (PNG, section 11.2.1). */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

test('a chart becomes a picture, the same every time', async () => {
  const png = await drawChart(chart);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(sizeOf(png)).toEqual([1440, 640]);
  expect(png.length).toBeLessThan(100_000);
  expect((await drawChart(chart)).equals(png)).toBe(true);
});

test('its texts are drawn although this machine may have no fonts, and marks are seen', async () => {
  const png = await drawChart(chart);
  const silent = await drawChart({ ...chart, title: '' });
  const unmarked = await drawChart({ ...chart, marks: [] });
  expect(png.equals(silent)).toBe(false);
  expect(png.equals(unmarked)).toBe(false);
});

test('of many versions in a week the first and the last are named, so that marks do not cover each other', async () => {
  const marked = (...texts: string[]) => drawChart({ ...chart, marks: texts.map((text) => [2, text] as const) });
  expect((await marked('v3', '← v2', 'v4', 'v5')).equals(await marked('v3 … v5'))).toBe(true);
  expect((await marked('v3', 'v4')).equals(await marked('v3, v4'))).toBe(true);
});

test('nothing to draw, and texts that mean something elsewhere, are drawn all the same', async () => {
  for (const odd of [
    { title: '', points: [], marks: [] },
    { ...chart, title: '</svg><script>alert(1)</script>{a|b}', marks: [[99, '\u0000&amp;<']] as [number, string][] },
  ]) {
    expect(sizeOf(await drawChart(odd))).toEqual([1440, 640]);
  }
});
