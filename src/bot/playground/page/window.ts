import { useCallback, useEffect, useRef, useState } from 'react';

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const change = () => setMatches(media.matches);
    media.addEventListener('change', change);
    return () => media.removeEventListener('change', change);
  }, [query]);
  return matches;
}

export const useDark = (): boolean => useMedia('(prefers-color-scheme: dark)');

/** Whether list and conversation stand beside each other. */
export const useWide = (): boolean => useMedia('(min-width: 760px)');

const SHOWN = 6_000;

/** Said in passing: what went wrong, or what the bot answered. */
export type Toast = { readonly text: string; readonly problem: boolean };

/** A sentence that is shown for a few seconds. */
export function useToast(): [Toast | undefined, (text: string, problem?: boolean) => void] {
  const [toast, setToast] = useState<Toast>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const say = useCallback((text: string, problem = true) => {
    clearTimeout(timer.current);
    setToast({ text, problem });
    timer.current = setTimeout(() => setToast(undefined), SHOWN);
  }, []);
  return [toast, say];
}
