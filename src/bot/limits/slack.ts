/**
 * Every limit of Slack the product must live within, in one place: the renderer shortens to these numbers and the
 * stand-in for Slack refuses one more. Lengths are UTF-16 code units of the text as it is sent, which is the stricter
 * reading wherever Slack counts characters. Times are milliseconds unless the name says otherwise.
 */
export const slackLimits = {
  /** How long Slack waits for an answer to a command, action, shortcut, form or event. */
  acknowledgementMs: 3_000,
  /** A `trigger_id` opens one view, once, within this time. */
  trigger: { ms: 3_000, uses: 1 },
  responseUrl: { uses: 5, ms: 30 * 60_000 },
  events: { retries: 3, retryDelaysMs: [0, 60_000, 300_000] },
  signatureWindowSeconds: 300,
  /** Sustained `chat.postMessage` rate of one channel; a short burst is let through. */
  posts: { perSecondPerChannel: 1, burst: 5 },
  message: {
    blocks: 50,
    /** Longer is refused with `msg_too_long`. */
    text: 40_000,
    /** Longer is accepted but may be shortened when displayed. */
    recommendedText: 4_000,
    /**
     * All texts of all blocks together, else `msg_blocks_too_long`. Documented for markdown blocks only; Slack's staff
     * name it for all, and users measured refusals between 11 300 (many small rich texts) and 13 300: stay well below.
     */
    blocksText: 12_000,
    dataVisualizations: 2,
    tables: 1,
  },
  view: {
    blocks: 100,
    title: 24,
    submit: 24,
    close: 24,
    stack: 3,
    privateMetadata: 3_000,
    callbackId: 255,
    externalId: 255,
    /** Serialised size, else `view_too_large`. */
    bytes: 250_000,
  },
  actionId: 255,
  blockId: 255,
  /** Any text object that has no tighter limit of its own. */
  textObject: 3_000,
  section: { text: 3_000, field: 2_000, fields: 10 },
  header: 150,
  context: { elements: 10, text: 3_000 },
  actions: { elements: 25 },
  button: { text: 75, visibleText: 30, value: 2_000, url: 3_000, accessibilityLabel: 75 },
  confirm: { title: 100, text: 300, confirm: 30, deny: 30 },
  option: { text: 75, description: 75, value: 75, url: 3_000 },
  select: { options: 100, optionGroups: 100, groupLabel: 75 },
  radioButtons: { options: 10 },
  checkboxes: { options: 10 },
  overflow: { options: 5 },
  placeholder: 150,
  input: { label: 2_000, hint: 2_000 },
  plainTextInput: { initialValue: 3_000, maxLength: 3_000 },
  image: { altText: 2_000, title: 2_000, url: 3_000 },
  /** One block, and all markdown blocks of a message together. */
  markdown: 12_000,
  /** All texts of one `rich_text` block together. Slack documents none; the house takes a section's. */
  richText: 3_000,
  table: { rows: 100, columns: 20, chars: 10_000 },
  dataVisualization: { series: 12, segments: 12, categories: 20, label: 20, title: 50, axisLabel: 50 },
  /** Modals only. */
  alert: 200,
  contextActions: { elements: 5 },
  manifest: { name: 35, description: 140, commands: 50, command: 32, usageHint: 1_000 },
} as const;
