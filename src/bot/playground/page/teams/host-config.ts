import { cards } from './library.ts';

/** Colours are the page's own, so that a card follows it into the dark without being drawn again. */
const ink = (name: string, mark = 'var(--code)') => ({
  default: `var(--${name})`,
  subtle: 'var(--soft)',
  highlightColors: { default: mark, subtle: mark },
});

const foregroundColors = {
  default: ink('ink'),
  dark: ink('ink'),
  light: ink('soft'),
  accent: ink('accent-text', 'var(--accent-soft)'),
  good: ink('good', 'var(--added)'),
  warning: ink('warning'),
  attention: ink('danger-text', 'var(--removed)'),
};

const container = (backgroundColor: string) => ({ backgroundColor, foregroundColors });
const sizes = { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 };
const weights = { lighter: 400, default: 400, bolder: 600 };

/** Teams' measures. */
export const hostConfig = new cards.HostConfig({
  supportsInteractivity: true,
  fontTypes: {
    default: { fontFamily: 'inherit', fontSizes: sizes, fontWeights: weights },
    monospace: { fontFamily: 'var(--mono)', fontSizes: { ...sizes, small: 11.5, default: 12.5 }, fontWeights: weights },
  },
  spacing: { small: 6, default: 10, medium: 16, large: 20, extraLarge: 24, padding: 12 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  containerStyles: {
    default: container('transparent'),
    emphasis: container('var(--code)'),
    accent: container('var(--accent-soft)'),
    good: container('var(--added)'),
    attention: container('var(--removed)'),
    warning: container('var(--code)'),
  },
  textStyles: { heading: { weight: 'bolder', size: 'medium' }, columnHeader: { weight: 'bolder' } },
  textBlock: { headingLevel: 3 },
  factSet: {
    title: { weight: 'bolder', wrap: true, maxWidth: 160 },
    value: { wrap: true },
    spacing: 16,
  },
  table: { cellSpacing: 8 },
  actions: {
    maxActions: 6,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    buttonSpacing: 8,
    spacing: 'default',
    allowTitleToWrap: true,
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { color: 'attention', size: 'small', weight: 'bolder' },
  },
});
