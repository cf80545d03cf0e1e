import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { slackLimits } from '../../../limits/slack.ts';
import { actionId, confirmable, focusable, menu, several } from './fields.ts';
import { address, plainOption, plainText, richOption } from './text.ts';

const unchosen = 'must exactly match one of the options';

function initialAmongOptions(
  element: {
    initial_option?: unknown;
    initial_options?: unknown[];
    options?: unknown[];
    option_groups?: { options: unknown[] }[];
  },
  context: z.RefinementCtx,
) {
  const offered = [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];
  const initial = element.initial_option === undefined ? (element.initial_options ?? []) : [element.initial_option];
  const values = offered.map((option) => (option as { value?: unknown }).value);
  if (new Set(values).size !== values.length) {
    context.addIssue({ code: 'custom', message: 'option values must be unique', path: ['options'] });
  }
  for (const choice of initial) {
    if (!offered.some((option) => isDeepStrictEqual(option, choice))) {
      context.addIssue({
        code: 'custom',
        message: unchosen,
        path: [element.initial_option === undefined ? 'initial_options' : 'initial_option'],
      });
    }
  }
}

function optionsOrGroups(element: { options?: unknown[]; option_groups?: unknown[] }, context: z.RefinementCtx) {
  if ((element.options === undefined) === (element.option_groups === undefined)) {
    context.addIssue({ code: 'custom', message: 'must define either `options` or `option_groups`' });
  }
}

const staticMenu = {
  ...menu,
  options: z.array(plainOption).min(1).max(slackLimits.select.options).optional(),
  option_groups: z
    .array(
      z.strictObject({
        label: plainText(slackLimits.select.groupLabel),
        options: z.array(plainOption).min(1).max(slackLimits.select.options),
      }),
    )
    .min(1)
    .max(slackLimits.select.optionGroups)
    .optional(),
};

const conversationFilter = {
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
  default_to_current_conversation: z.boolean().optional(),
};
const respondable = { response_url_enabled: z.boolean().optional() };

const staticSelect = z
  .strictObject({ type: z.literal('static_select'), ...staticMenu, initial_option: plainOption.optional() })
  .superRefine(optionsOrGroups)
  .superRefine(initialAmongOptions);
const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...staticMenu,
    ...several,
    initial_options: z.array(plainOption).min(1).optional(),
  })
  .superRefine(optionsOrGroups)
  .superRefine(initialAmongOptions);
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...menu,
  initial_user: z.string().optional(),
});
const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...menu,
  ...several,
  initial_users: z.array(z.string()).optional(),
});
const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...menu,
  ...conversationFilter,
  ...respondable,
  initial_conversation: z.string().optional(),
});
const multiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...menu,
  ...several,
  ...conversationFilter,
  initial_conversations: z.array(z.string()).optional(),
});
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...menu,
  ...respondable,
  initial_channel: z.string().optional(),
});
const multiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  ...menu,
  ...several,
  initial_channels: z.array(z.string()).optional(),
});
const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...actionId,
    ...confirmable,
    ...focusable,
    options: z.array(richOption).min(1).max(slackLimits.radioButtons.options),
    initial_option: richOption.optional(),
  })
  .superRefine(initialAmongOptions);
const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...actionId,
    ...confirmable,
    ...focusable,
    options: z.array(richOption).min(1).max(slackLimits.checkboxes.options),
    initial_options: z.array(richOption).min(1).optional(),
  })
  .superRefine(initialAmongOptions);
export const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...actionId,
  ...confirmable,
  options: z
    .array(plainOption.extend({ url: address(slackLimits.option.url).optional() }))
    .min(1)
    .max(slackLimits.overflow.options),
});
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...menu,
  initial_date: z.iso.date().optional(),
});
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...menu,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  timezone: z.string().optional(),
});
export const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...actionId,
  ...confirmable,
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

/** Everything a person chooses with, wherever a menu may stand. */
export const choosers = [
  staticSelect,
  multiStaticSelect,
  usersSelect,
  multiUsersSelect,
  conversationsSelect,
  multiConversationsSelect,
  channelsSelect,
  multiChannelsSelect,
  radioButtons,
  checkboxes,
  datepicker,
  timepicker,
] as const;
