/** Somebody, as the page shows them. */
export type Face = {
  readonly name: string;
  readonly fullName: string;
  readonly role: string;
  readonly does: string;
  readonly initials: string;
  /** Which of the page's eight colours is theirs. */
  readonly hue: number;
  readonly bot: boolean;
};

/** One of those the visitor may act as; `key` is how the page's address names them, whichever client they use. */
export type Person = Face & { readonly key: string };
