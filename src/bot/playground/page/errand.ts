import { useEffect } from 'react';
import type { ConversationProps } from './parts.ts';

/** Says that an errand has arrived once the field and the list have taken from it what is theirs: a child's effects come first. */
export function useErrand({ errand, arrived }: Pick<ConversationProps, 'errand' | 'arrived'>): void {
  useEffect(() => {
    if (errand) arrived();
  }, [errand, arrived]);
}
