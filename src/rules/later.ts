/** Thrown by a task that wants to be run again after `ms`, through no fault of its own: it does not count as a failure. */
export class Later extends Error {
  readonly ms: number;

  constructor(ms: number) {
    super('later');
    this.name = 'Later';
    this.ms = ms;
  }
}
