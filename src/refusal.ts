/** Why something was refused; each maps to one HTTP status at the door (422, 403, 404, 409, 423). */
export type RefusalCode = 'invalid' | 'forbidden' | 'not_found' | 'conflict' | 'paused';

/** A way out offered with a refusal: a command the person may run instead, as a button where buttons exist; `ask` opens its form. */
export type Offer = { label: string; command: string; args: Record<string, unknown>; ask?: true };

/**
 * A "no" the caller is meant to read: short, plain, kind, and with the way out.
 * Everything else that is thrown is a fault and is never shown to anybody.
 */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly offers: readonly Offer[];
  /** Argument names the refusal is about, so that a form can mark the field. */
  readonly fields: Readonly<Record<string, string>>;

  /** What programs are told besides. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    code: RefusalCode,
    message: string,
    more: { offers?: Offer[]; fields?: Record<string, string>; facts?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.offers = more.offers ?? [];
    this.fields = more.fields ?? {};
    this.facts = more.facts ?? {};
  }
}
