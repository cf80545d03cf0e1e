/** A place of a client in which people talk. */
export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'direct';
  readonly topic: string;
  readonly members: number;
};
