import { teamsLimits } from '../../../limits/teams.ts';
import { ConnectorError } from '../connector-error.ts';
import type { Activity } from '../wire.ts';
import type { World } from '../world.ts';

/** Refuses what Teams refuses of a message, and notes what it would only do badly. */
export function checkActivity(_world: World, _operation: string, activity: Activity): void {
  if (JSON.stringify(activity).length * 2 > teamsLimits.message.bytesUtf16)
    throw new ConnectorError('MessageSizeTooBig');
}
