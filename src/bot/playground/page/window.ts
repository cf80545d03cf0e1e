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

/** A sentence that is shown for a few seconds. */
export function useToast(): [string | undefined, (text: string) => void] {
  const [text, setText] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const say = useCallback((next: string) => {
    clearTimeout(timer.current);
    setText(next);
    timer.current = setTimeout(() => setText(undefined), SHOWN);
  }, []);
  return [text, say];
}
