/** Fails where a program would read a field that is not named in snake_case. */
export function expectSnakeCase(value: unknown): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, one] of Object.entries(value)) {
    if (/[A-Z]/.test(key)) throw new Error(`a program would read a field named ${key}`);
    expectSnakeCase(one);
  }
}
