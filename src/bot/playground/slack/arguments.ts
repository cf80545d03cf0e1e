const jsonFields = ['blocks', 'view', 'attachments', 'metadata'];

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Left as it is, so that the check says what is wrong with it.
    return text;
  }
}

/**
 * The arguments of a Web API call, whether sent as JSON or as a form (where blocks and views are JSON in a string).
 * Answers undefined when a JSON body is not an object.
 */
export function argumentsOf(
  contentType: string,
  body: string,
  query: URLSearchParams,
): Record<string, unknown> | undefined {
  const args: Record<string, unknown> = Object.fromEntries(query);
  if (contentType.startsWith('application/json')) {
    const given = body === '' ? {} : parsed(body);
    if (!isObject(given)) return undefined;
    Object.assign(args, given);
  } else {
    const { payload, ...fields } = Object.fromEntries(new URLSearchParams(body));
    // A response address also takes its JSON in a form field.
    const whole = payload === undefined ? undefined : parsed(payload);
    Object.assign(args, fields, isObject(whole) ? whole : {});
  }
  for (const field of jsonFields) {
    const value = args[field];
    if (typeof value === 'string') args[field] = parsed(value);
  }
  return args;
}
