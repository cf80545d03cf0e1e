import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build, type Plugin, stop } from 'esbuild';

export type PageFile = {
  readonly type: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
  /** The name holds a fingerprint of the content, so it may be kept for ever. */
  readonly lasting: boolean;
};
export type PageFiles = ReadonlyMap<string, PageFile>;

const page = fileURLToPath(new URL('../page', import.meta.url));

// The library scopes its styles by an id, which the page would repeat in every message; its class does as well.
const scopeByClass: Plugin = {
  name: 'scope-by-class',
  setup({ onLoad }) {
    onLoad({ filter: /slack-blocks-to-jsx[\\/]dist[\\/](index\.mjs|style\.css)$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return path.endsWith('.css')
        ? { loader: 'css', contents: text.replaceAll('#slack_blocks_to_jsx', '.slack_blocks_to_jsx') }
        : { loader: 'js', contents: text.replaceAll('id:"slack_blocks_to_jsx",', '') };
    });
  },
};

/** The script and the style that an entry of the page comes to; the page's own, unless another one's source is given. */
export async function bundlePage(entry = "import './main.tsx';"): Promise<{ script: string; style: string }> {
  const { outputFiles } = await build({
    absWorkingDir: page,
    stdin: { contents: entry, resolveDir: page, loader: 'tsx' },
    bundle: true,
    minify: true,
    write: false,
    outdir: 'out',
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [scopeByClass],
    logLevel: 'silent',
  });
  // esbuild keeps a process of its own, which would live as long as ours.
  await stop();
  const written = (suffix: string) => outputFiles.find((file) => file.path.endsWith(suffix))?.text ?? '';
  return { script: written('.js'), style: written('.css') };
}

async function packed(text: string, type: string, lasting: boolean): Promise<PageFile> {
  const plain = Buffer.from(text);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
  const [zipped, brotli] = await Promise.all([promisify(gzip)(plain), promisify(brotliCompress)(plain, quality)]);
  return { type, plain, gzip: zipped, brotli, lasting };
}

const named = (name: string, text: string, suffix: string) =>
  `/playground/${name}.${createHash('sha256').update(text).digest('hex').slice(0, 12)}.${suffix}`;

/** The page as it is served, by path: made from its source in memory, in about a tenth of a second. */
export async function makePageFiles(): Promise<PageFiles> {
  const [{ script, style }, template, icon] = await Promise.all([
    bundlePage(),
    readFile(`${page}/index.html`, 'utf8'),
    readFile(`${page}/icon.svg`, 'utf8'),
  ]);
  const [app, look, mark] = [named('app', script, 'js'), named('look', style, 'css'), named('icon', icon, 'svg')];
  const html = template.replace('{script}', app).replace('{style}', look).replace('{icon}', mark);
  const files = await Promise.all([
    packed(html, 'text/html; charset=utf-8', false),
    packed(script, 'text/javascript; charset=utf-8', true),
    packed(style, 'text/css; charset=utf-8', true),
    packed(icon, 'image/svg+xml', true),
  ]);
  return new Map(['/', app, look, mark].map((path, at) => [path, files[at] as PageFile]));
}
