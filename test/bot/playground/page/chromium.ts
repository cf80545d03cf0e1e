import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const runs = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Where Chromium is: `CHROMIUM_PATH`, which must be right when it is set, then the usual places. */
function findChromium(): string | undefined {
  const given = process.env.CHROMIUM_PATH;
  if (given === undefined || given === '') return usual.find(runs);
  if (!runs(given)) throw new Error(`CHROMIUM_PATH is ${given}, and that cannot be run`);
  return given;
}

/** Said in the name of what is skipped without a browser. */
export const withBrowser = findChromium() === undefined ? ' (skipped: no Chromium found, set CHROMIUM_PATH)' : '';

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium() ?? 'no Chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
