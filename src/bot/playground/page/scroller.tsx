import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Icon } from './icons.tsx';

/** How close to the end, in pixels, counts as being at the end. */
const NEAR = 120;
const LIT = 1_800;

type Props = {
  label: string;
  /** How many posts there are. */
  count: number;
  /** The post, by its `data-post`, that is brought into view and lit for a moment. */
  target: string | undefined;
  /** List items; `lit` is the post that is lit. What was not seen before begins with `.new-line`, and there it is opened. */
  children: (lit: string | undefined) => ReactNode;
};

/** What people said, from old to new. Stays at the end while more comes, unless somebody reads further up. */
export function Scroller({ label, count, target, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  const top = useRef(0);
  const [behind, setBehind] = useState(false);
  const [lit, light] = useState<string>();

  const noteEnd = useCallback(() => {
    const { scrollTop, scrollHeight, clientHeight } = box.current as HTMLDivElement;
    const near = scrollHeight - scrollTop - clientHeight < NEAR;
    // Whoever is at the end leaves it by going up: more may have come than this scrolled to.
    if (near || scrollTop < top.current) atEnd.current = near;
    top.current = scrollTop;
    if (atEnd.current) setBehind(false);
  }, []);
  const toEnd = useCallback(() => box.current?.scrollTo({ top: box.current.scrollHeight }), []);

  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const news = element.querySelector('.new-line');
    atEnd.current = news === null;
    if (news) news.scrollIntoView({ block: 'start' });
    else toEnd();
    const watch = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    watch.observe(element);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, [toEnd]);

  const counted = useRef(count);
  useEffect(() => {
    if (count > counted.current) setBehind(!atEnd.current);
    counted.current = count;
  }, [count]);

  const shown = useRef<string>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is to be shown may arrive only after it was asked for
  useEffect(() => {
    if (target === shown.current) return;
    shown.current = undefined;
    if (target === undefined) return;
    const element = list.current?.querySelector(`[data-post="${target}"]`);
    if (!element) return;
    shown.current = target;
    element.scrollIntoView({ block: 'center' });
    noteEnd();
    light(target);
  }, [target, count, noteEnd]);

  useEffect(() => {
    if (lit === undefined) return;
    const timer = setTimeout(() => light(undefined), LIT);
    return () => clearTimeout(timer);
  }, [lit]);

  return (
    <div className="messages">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it must be scrollable with the keyboard */}
      <div className="messages-scroll" ref={box} onScroll={noteEnd} tabIndex={0} role="log" aria-label={label}>
        <ol ref={list}>{children(lit)}</ol>
      </div>
      {behind && (
        <button type="button" className="to-end" onClick={toEnd}>
          <Icon name="down" /> New messages
        </button>
      )}
    </div>
  );
}
