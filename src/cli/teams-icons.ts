import { readFile } from 'node:fs/promises';
import { Resvg } from '@resvg/resvg-js';

const folder = new URL('../../manifests/teams/', import.meta.url);

/** The icons as Teams wants them, drawn from the vectors beside the manifest. */
export async function teamsIcons(): Promise<Record<'color.png' | 'outline.png', Buffer>> {
  const drawn = async (name: string) =>
    new Resvg(await readFile(new URL(name, folder), 'utf8'), { font: { loadSystemFonts: false } }).render().asPng();
  return { 'color.png': await drawn('color.svg'), 'outline.png': await drawn('outline.svg') };
}
