import { expect, test } from 'vitest';
import { mayServe } from '../../../src/bot/teams/trusted-url.ts';

test.each([
  'https://smba.trafficmanager.net/amer/',
  'https://smba.trafficmanager.net/teams/',
  'https://emea.ng.msg.teams.microsoft.com/v1',
  'https://europe.botframework.com/',
])('%s is of Microsoft', (url) => expect(mayServe(url, undefined)).toBe(true));

test.each([
  'http://smba.trafficmanager.net/amer/',
  'https://smba.trafficmanager.net.evil.example/',
  'https://evil-botframework.com/',
  'https://smba.trafficmanager.net@evil.example/',
  'https://user:word@smba.trafficmanager.net/',
  'https://smba.trafficmanager.net:8443/',
  'https://169.254.169.254/latest/meta-data',
  'http://127.0.0.1:3000/',
  'https://[::1]/',
  'file:///etc/passwd',
  'smba.trafficmanager.net',
  '',
])('%s is refused', (url) => expect(mayServe(url, undefined)).toBe(false));

test('with an address of our own nothing else is spoken to, not even Microsoft', () => {
  const ours = 'http://127.0.0.1:4000/teams/';
  expect(mayServe('http://127.0.0.1:4000/teams/', ours)).toBe(true);
  expect(mayServe('http://127.0.0.1:4000/teams/t/', ours)).toBe(true);
  for (const other of [
    'http://127.0.0.1:4001/teams/',
    'http://127.0.0.1:4000/other/',
    'http://127.0.0.1:4000/teams-of-others/',
    'https://smba.trafficmanager.net/amer/',
  ])
    expect(mayServe(other, ours)).toBe(false);
});
