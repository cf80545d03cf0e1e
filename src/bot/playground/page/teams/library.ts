import type * as Library from 'adaptivecards';
// @ts-expect-error The package tells the types of its other build only, which would bring a carousel along.
import bundle from 'adaptivecards/dist/adaptivecards.min.js';

/** Microsoft's own renderer of Adaptive Cards. */
export const cards = bundle as typeof Library;
