/**
 * Numbers as one parameter, to be cast to `int[]`: a statement that takes a list reads the same however long the list is,
 * so that it is planned once.
 */
export const idList = (ids: Iterable<number | 'NULL'>): string => `{${[...ids].join(',')}}`;
