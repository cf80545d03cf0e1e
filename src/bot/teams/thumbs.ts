import { z } from 'zod';

const feedback = z.object({
  actionName: z.literal('feedback'),
  actionValue: z.object({ reaction: z.enum(['like', 'dislike']).optional(), feedback: z.unknown().optional() }),
});
// Teams sends it either way, as its clients differ.
const shape = z.union([feedback, z.object({ data: feedback }).transform(({ data }) => data)]);

/** Which thumb was pressed; null when what came is none. */
export const thumbIn = (value: unknown): 'like' | 'dislike' | null =>
  shape.safeParse(value).data?.actionValue.reaction ?? null;

/** What the form behind a thumb brought back: an object, or one written as JSON. Null when there is none. */
export function answersIn(value: unknown): Record<string, unknown> | null {
  const given = shape.safeParse(value).data?.actionValue.feedback;
  try {
    const read: unknown = typeof given === 'string' ? JSON.parse(given) : given;
    return z.record(z.string(), z.unknown()).safeParse(read).data ?? null;
  } catch {
    return null;
  }
}
