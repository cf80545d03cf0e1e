import { z } from 'zod';
import { isTimeZone } from './calendar.ts';
import { nearest } from './nearest.ts';

/** The name of a time zone as the IANA database has it; case and spaces in it are mended. */
export const timeZone = z.string().transform((typed, check) => {
  const name = typed.trim().replace(/\s+/g, '_');
  // An offset such as +01:00 knows nothing of summer time.
  if (/^[a-z]/i.test(name) && isTimeZone(name))
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  const near = nearestZone(name);
  check.addIssue({
    code: 'custom',
    message: `"${typed}" is no time zone.${near ? ` Did you mean ${near}?` : ' One is called by a continent and a city, such as Europe/Berlin.'}`,
  });
  return z.NEVER;
});

/** People type the city they live in. */
function nearestZone(name: string): string | undefined {
  const zones = Intl.supportedValuesOf('timeZone');
  const cities = new Map(zones.map((zone) => [zone.slice(zone.lastIndexOf('/') + 1), zone]));
  const city = nearest(name.slice(name.lastIndexOf('/') + 1), [...cities.keys()]);
  return nearest(name, zones) ?? (city === undefined ? undefined : cities.get(city));
}
