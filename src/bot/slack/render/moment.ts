/** Reads well after "at" and "until", in the reader's own time zone and clock. */
export const dateFormat = '{date_num} {time}';

export const seconds = (at: Date): number => Math.floor(at.getTime() / 1_000);
