/** Where Microsoft's connectors are: public cloud and the sovereign ones. */
const HOSTS = [
  'smba.trafficmanager.net',
  'botframework.com',
  'botframework.us',
  'teams.microsoft.com',
  'infra.gov.teams.microsoft.us',
];

/** Spoken to when a place has never told its own. */
export const GLOBAL_SERVICE = 'https://smba.trafficmanager.net/teams/';

/**
 * Whether an activity's `serviceUrl` is one we send our token and our messages to: over TLS to a host of Microsoft's, or
 * below the configured one. Anything else could make us call whatever a payload names.
 */
export function mayServe(serviceUrl: string, configured: string | undefined): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, port, username, password, origin, pathname } = new URL(serviceUrl);
  if (username !== '' || password !== '') return false;
  if (configured !== undefined) {
    const ours = new URL(configured);
    const below = (path: string) => `${path.replace(/\/+$/, '')}/`;
    return origin === ours.origin && below(pathname).startsWith(below(ours.pathname));
  }
  return (
    protocol === 'https:' && port === '' && HOSTS.some((host) => hostname === host || hostname.endsWith(`.${host}`))
  );
}
