import { expect, test } from 'vitest';
import type { Connector } from '../../../src/bot/teams/connector.ts';
import { createPlaces } from '../../../src/bot/teams/places.ts';

const place = 'teams:t1/19:reviews@thread.tacv2';

/** Where a place is looked for, of which `remembered` was kept. */
const addressesFor = async (remembered: string, configured?: string) => {
  const reference = { serviceUrl: remembered, conversation: { id: '19:reviews@thread.tacv2' } };
  const places = createPlaces({
    conversations: {
      remember: async () => {},
      find: async (asked) => (asked === place ? reference : null),
      list: async () => [{ placeId: place, reference }],
    },
    connector: {} as Connector,
    tenantId: 't1',
    appId: 'app',
    serviceUrl: configured,
  });
  const services = [place, 'teams:t1/19:new@thread.tacv2'].map(async (one) => (await places.find(one)).serviceUrl);
  return Promise.all(services);
};

test.each([
  [
    'what the place told last',
    'http://127.0.0.1:1/teams/ada',
    'http://127.0.0.1:1/teams/',
    'http://127.0.0.1:1/teams/ada',
  ],
  [
    'the connector of today, when it has moved',
    'http://127.0.0.1:1/teams/',
    'http://127.0.0.1:2/',
    'http://127.0.0.1:2/',
  ],
  [
    'Microsoft’s again, when none is set any more',
    'http://127.0.0.1:1/teams/',
    undefined,
    'https://smba.trafficmanager.net/teams/',
  ],
])('a place is spoken to through %s', async (_, remembered, configured, spokenTo) => {
  expect(await addressesFor(remembered, configured)).toEqual([spokenTo, spokenTo]);
});
