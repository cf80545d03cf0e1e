/** A room of the house: which files are in it, and what may be in them. */
export type Room = {
  name: string;
  /** A file, or a folder with all below it that is in no room named before. */
  at: string;
  /** Rooms it may use, its own included where files of it may use each other. */
  uses: readonly string[];
  /** Rooms of which it may know the types; the instances are handed to it. */
  knows?: readonly string[];
  /** Packages that may appear in it. `@slack/*` is every package of that scope. */
  packages: readonly string[];
};

const core = ['rules', 'refusal'];
const kit = ['kit', 'acts', 'cards', ...core];

/** Rooms that nobody may enter: they are started, not imported. */
export const roots = [
  'src/main.ts',
  'src/cli/audit.ts',
  'src/cli/import.ts',
  'src/cli/manifest.ts',
  'src/cli/teams-package.ts',
  'src/cli/token.ts',
];

/** Who may import whom, and which package appears where. The first room that fits a file is its room. */
export const rooms: readonly Room[] = [
  {
    name: 'main',
    at: 'src/main.ts',
    uses: [
      'config',
      'log',
      'stage',
      'bot',
      'slack',
      'http',
      'pictures',
      'playground',
      'teams',
      'schedules',
      'list',
      'kit',
      'store',
      ...core,
    ],
    packages: [],
  },
  // The one door through which the playground reaches the house, and then like anybody by commands.
  {
    name: 'stage',
    at: 'src/playground-stage.ts',
    uses: ['log', 'bot', 'playground', 'list', 'kit', 'store', ...core],
    packages: [],
  },
  // What is run by hand beside the bot. Like main each of them puts its own parts together.
  {
    name: 'cli',
    at: 'src/cli/',
    uses: ['cli', 'config', 'slack', 'teams', 'list', 'kit', 'acts', 'store', ...core],
    packages: ['@resvg/resvg-js', 'fflate'],
  },
  { name: 'config', at: 'src/config.ts', uses: ['rules'], packages: ['zod'] },
  { name: 'log', at: 'src/log.ts', uses: [], packages: ['pino'] },

  // The doors and the clock know neither each other nor how anything is stored.
  {
    name: 'slack',
    at: 'src/bot/slack/',
    uses: ['slack', 'bot', 'render', 'limits', ...kit],
    knows: ['store'],
    packages: ['@slack/*', 'zod'],
  },
  {
    name: 'teams',
    at: 'src/bot/teams/',
    uses: ['teams', 'bot', 'render', 'limits', ...kit],
    knows: ['store'],
    packages: ['botbuilder', 'botframework-connector', 'zod'],
  },
  {
    name: 'http',
    at: 'src/bot/http/',
    uses: ['http', 'bot', 'limits', ...kit],
    knows: ['store', 'log'],
    packages: ['fastify', '@fastify/*', 'fastify-type-provider-zod', 'pino', 'zod'],
  },
  {
    name: 'playground',
    at: 'src/bot/playground/',
    uses: ['playground', 'bot', 'limits', ...kit],
    knows: ['store'],
    packages: ['ws', 'zod', 'esbuild', 'react', 'react-dom', 'slack-blocks-to-jsx', 'adaptivecards', 'jose'],
  },
  {
    name: 'pictures',
    at: 'src/bot/pictures/',
    uses: ['bot'],
    packages: ['@resvg/resvg-js', 'dejavu-fonts-ttf', 'echarts'],
  },
  // What renderers of every platform share: it knows none of them.
  { name: 'render', at: 'src/bot/render/', uses: ['render', ...kit], packages: [] },
  { name: 'limits', at: 'src/bot/limits/', uses: ['limits'], packages: [] },
  { name: 'bot', at: 'src/bot/', uses: ['bot', 'limits', ...kit], knows: ['store'], packages: ['prom-client', 'zod'] },
  { name: 'schedules', at: 'src/schedules/', uses: ['schedules', ...kit], knows: ['store'], packages: ['node-cron'] },

  { name: 'list', at: 'src/commands/index.ts', uses: ['command', 'kit'], packages: [] },
  // What a command is made of, whatever it is about.
  { name: 'kit', at: 'src/commands/kit/', uses: ['kit', 'store', ...core], packages: ['zod'] },
  // What several commands do, and what several of them say.
  { name: 'acts', at: 'src/commands/acts/', uses: ['acts', 'kit', 'store', ...core], packages: ['zod'] },
  { name: 'cards', at: 'src/commands/cards/', uses: ['cards', 'acts', 'kit', 'store', ...core], packages: ['zod'] },
  // Not "command": no command uses another one.
  { name: 'command', at: 'src/commands/', uses: ['kit', 'acts', 'cards', 'store', ...core], packages: ['zod'] },

  {
    name: 'store',
    at: 'src/store/',
    uses: ['store', ...core],
    packages: ['drizzle-orm', 'postgres', 'graphile-worker', 'zod'],
  },
  {
    name: 'rules',
    at: 'src/rules/',
    uses: ['rules', 'refusal'],
    packages: [
      'zod',
      'canonicalize',
      'csv-parse',
      'diff',
      'fastest-levenshtein',
      'simple-statistics',
      'temporal-polyfill',
      '@secretlint/*',
    ],
  },
  { name: 'refusal', at: 'src/refusal.ts', uses: [], packages: [] },
];

/** Packages that are loaded by name at run time, each for a reason that stands in the file. */
export const loaders = ['drizzle', 'drizzle-driver', 'embedded/binaries', 'postgres', 'worker-pool'].map(
  (name) => `src/store/${name}.ts`,
);

/** Files that are longer than a thought, and why. */
export const long: Readonly<Record<string, string>> = {
  'src/bot/playground/slack/platform.ts': 'the whole surface of the stand-in in one list; what it does is elsewhere',
};
