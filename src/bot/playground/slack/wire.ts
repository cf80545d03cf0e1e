/** Shapes as they travel between Slack and an app; keys are Slack's own. */

export type TextObject = { type: 'plain_text' | 'mrkdwn'; text: string; emoji?: boolean; verbatim?: boolean };

export type Option = { text: TextObject; value: string; description?: TextObject; url?: string };

export type Element = {
  type: string;
  action_id?: string;
  text?: TextObject | string;
  value?: string;
  url?: string;
  style?: string;
  confirm?: { title: TextObject; text: TextObject; confirm?: TextObject; deny?: TextObject };
  options?: Option[];
  option_groups?: { label: TextObject; options: Option[] }[];
  initial_value?: string;
  initial_option?: Option;
  initial_options?: Option[];
  initial_user?: string;
  initial_users?: string[];
  initial_conversation?: string;
  initial_conversations?: string[];
  initial_channel?: string;
  initial_channels?: string[];
  initial_date?: string;
  initial_time?: string;
  initial_date_time?: number;
  positive_button?: { text: TextObject; value: string };
  negative_button?: { text: TextObject; value: string };
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  min_value?: string;
  max_value?: string;
  is_decimal_allowed?: boolean;
  max_selected_items?: number;
  response_url_enabled?: boolean;
  default_to_current_conversation?: boolean;
  focus_on_load?: boolean;
  placeholder?: TextObject;
  [more: string]: unknown;
};

export type Block = {
  type: string;
  block_id?: string;
  text?: TextObject | string;
  fields?: TextObject[];
  elements?: Element[];
  element?: Element;
  accessory?: Element;
  label?: TextObject;
  optional?: boolean;
  dispatch_action?: boolean;
  [more: string]: unknown;
};

/** The value of one element in `state.values`. */
export type ElementState = { type: string; [value: string]: unknown };

/** `state.values`: block_id → action_id → value. */
export type StateValues = Record<string, Record<string, ElementState>>;
