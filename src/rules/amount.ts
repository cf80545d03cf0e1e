/** Whether a number as somebody wrote it, such as "1.200", may be a thousand and more as well as one and a bit. */
export const isAmbiguous = (text: string): boolean => /^[1-9]\d{0,2}\.\d{3}$/.test(text);
