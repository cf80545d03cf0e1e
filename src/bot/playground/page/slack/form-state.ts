import type { Block, Element, Entered } from './shared.ts';

/** Presses an element, or chooses in it; resolves when the bot has answered. */
export type Press = (block: Block, element: Element, value?: Entered) => Promise<void>;

/** What is being filled in, as its inputs see it. */
export type FormState = {
  valueOf(block: Block, element: Element): Entered | undefined;
  enter(block: Block, value: Entered): void;
  /** What is wrong with a block, in words. */
  errorOf(block: Block): string | undefined;
};
