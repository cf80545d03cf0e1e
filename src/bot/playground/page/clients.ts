import type { ClientParts } from './parts.ts';
import type { ClientKey } from './shared.ts';
import { slack } from './slack/client.tsx';
import { teams } from './teams/client.tsx';

/** How each client shows itself. */
export const clients: Readonly<Record<ClientKey, ClientParts>> = { slack, teams };
