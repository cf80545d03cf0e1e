/** Drawn on a 16 × 16 field, in the colour of the text around them, and silent for screen readers. */
const paths = {
  hash: 'M6.2 2.5 4.9 13.5M11.1 2.5 9.8 13.5M2.8 5.9h10.9M2.3 10.1h10.9',
  thread: 'M2.5 3.5h11v7.2H7.2L4.4 13.2v-2.5H2.5z',
  inside: 'M5.4 4.2 1.8 8l3.6 3.8M10.6 4.2 14.2 8l-3.6 3.8',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  close: 'm3.8 3.8 8.4 8.4M12.2 3.8l-8.4 8.4',
  back: 'M10 2.8 4.8 8l5.2 5.2',
  check: 'm3 8.6 3.4 3.4L13 4.6',
  eye: 'M1.5 8S4 3.6 8 3.6 14.5 8 14.5 8 12 12.4 8 12.4 1.5 8 1.5 8ZM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.3V2.5h-8v8h2.8',
  send: 'M2.2 8 13.8 2.6 10.2 13.6 7.6 9.2zM7.6 9.2l6.2-6.6',
  bolt: 'M9 1.8 3.4 9.2h3.8L6.6 14.2l6-7.8H8.6z',
  down: 'M3.4 6 8 10.6 12.6 6',
  guide: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2Zm2.6 3.2L9 9 5.4 10.6 7 7z',
  home: 'M2.6 7.4 8 2.8l5.4 4.6M4 6.6v6.6h8V6.6',
  reset: 'M3 8a5 5 0 1 0 1.6-3.7M3 2.6v2.6h2.6',
  ahead: 'm3 3.4 4.6 4.6L3 12.6M8.4 3.4 13 8l-4.6 4.6',
  reply: 'M6.4 3.6 2.6 7.4l3.8 3.8M2.8 7.4h6.4a4.2 4.2 0 0 1 4.2 4.2v.8',
  like: 'M2.6 7.2h2.6v6H2.6zM5.2 7.4 8 2.4c1.2 0 1.8.9 1.5 2.1L9 6.6h3.2c.9 0 1.5.8 1.3 1.7l-.9 3.8c-.2.7-.7 1.1-1.4 1.1H5.2',
  dislike:
    'M2.6 8.8h2.6v-6H2.6zM5.2 8.6 8 13.6c1.2 0 1.8-.9 1.5-2.1L9 9.4h3.2c.9 0 1.5-.8 1.3-1.7l-.9-3.8c-.2-.7-.7-1.1-1.4-1.1H5.2',
  out: 'M9.4 2.6h4v4M13.2 2.8 7.6 8.4M11.4 9.4v4h-8.8V4.6h4',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

/** The sign of the bot and of the page. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M7 17.5l5.2 5.2L25 10" />
      <path className="mark-second" d="M17 22.7L25 14.9" />
    </svg>
  );
}
