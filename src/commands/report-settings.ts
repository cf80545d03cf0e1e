import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { denial } from '../rules/authority.ts';
import { isTimeZone } from '../rules/calendar.ts';
import { DAY } from '../rules/milliseconds.ts';
import {
  type Audience,
  audienceKey,
  audiences,
  type ReportSetting,
  timeOf,
  usualSetting,
} from '../rules/report/report-audience.ts';
import { reportSlot } from '../rules/report/report-slot.ts';
import { reportSettingOf, setReport } from '../store/report-settings.ts';
import { reportsSince, toldUseCases } from '../store/reports.ts';
import { listUseCases } from '../store/use-cases.ts';
import { fieldOf } from './kit/ask.ts';
import { buttons, type Card, facts, line } from './kit/card.ts';
import { type Ctx, defineCommand } from './kit/command.ts';
import type { Choice } from './kit/form.ts';
import { named } from './kit/named.ts';
import { allowOn, standingIn } from './kit/use-case-standing.ts';
import { capital, inPlace, time, words } from './kit/words.ts';

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
const choice = (choices: Choice[]) => ({ kind: 'choice' as const, choices });
const lower = (word: unknown) => (typeof word === 'string' ? word.trim().toLowerCase() : word);

const hour = z
  .union([z.number(), z.string()])
  .transform((given, check) => {
    const [, digits] = /^(\d{1,2})(?::00)?$/.exec(String(given).trim()) ?? [];
    if (digits !== undefined && Number(digits) <= 23) return Number(digits);
    check.addIssue({ code: 'custom', message: 'The hour is from 0 to 23, such as 9 or 16:00.' });
    return z.NEVER;
  })
  .meta({
    label: 'At',
    input: choice(Array.from({ length: 24 }, (_, at) => ({ value: String(at), label: clock(at) }))),
  });

const args = z.strictObject({
  reports: z
    .preprocess(lower, z.enum(['on', 'off'], 'Reports are on or off.'))
    .optional()
    .meta({
      label: 'Weekly report',
      input: choice([
        { value: 'on', label: 'On' },
        { value: 'off', label: 'Off' },
      ]),
    }),
  day: z
    .preprocess(lower, z.enum(days, `The day is one of ${days.map(capital).join(', ')}.`))
    .optional()
    .meta({ label: 'On', input: choice(days.map((value) => ({ value, label: capital(value) }))) }),
  hour: hour.optional(),
  zone: z
    .string()
    .trim()
    .refine((name) => name === '' || isTimeZone(name), 'A time zone is a name such as Europe/Berlin.')
    .optional()
    .meta({ label: 'Time zone', hint: 'Such as Europe/Berlin' }),
  length: z
    .preprocess(lower, z.enum(['full', 'short'], 'A report is full or short.'))
    .optional()
    .meta({
      label: 'Length',
      input: choice([
        { value: 'full', label: 'Full' },
        { value: 'short', label: 'Short: only what was agreed on' },
      ]),
    }),
  /** The channel of a team, in place of one's own report. */
  channel: z.string().trim().min(1).optional().meta({ label: 'Channel' }),
});

export const reportSettings = defineCommand({
  name: 'report-settings',
  summary: 'When the weekly report comes, and whether it does',
  about: 'nothing',
  right: 'personal',
  effect: 'write',
  args,
  typed: ['reports'],
  examples: ['report settings', 'report settings off', 'report settings day=friday hour=16 zone=Europe/Berlin'],
  async run(ctx, given) {
    const { audience, zone, setting } = await settingOf(ctx, given.channel);
    const { channel: _, ...wanted } = given;
    const changed = Object.keys(wanted).length > 0;
    const { length: _length, ...when } = wanted;
    const next: ReportSetting = {
      weekday: wanted.day === undefined ? setting.weekday : days.indexOf(wanted.day) + 1,
      hour: wanted.hour ?? setting.hour,
      zone: wanted.zone ?? setting.zone,
      muted: wanted.reports === undefined ? setting.muted : wanted.reports === 'off',
      short: wanted.length === undefined ? setting.short : wanted.length === 'short',
      // What would have come at another time is not made up for.
      since: Object.keys(when).length > 0 ? ctx.now : setting.since,
    };
    if (changed) {
      await setReport(ctx.db, audience, next);
      const { since: _since, ...detail } = next;
      ctx.record('report-settings', audienceKey(audience), detail);
    }
    const now = changed ? next : setting;
    return { audience, setting: now, time: timeOf(now, zone), next: await nextSlot(ctx, audience, now, zone), changed };
  },
  json: ({ setting, time: { weekday, hour: at, zone }, next }) => ({
    reports: setting.muted ? 'off' : 'on',
    day: days[weekday - 1],
    hour: at,
    zone,
    length: setting.short ? 'short' : 'full',
    next: next.toISOString(),
  }),
  say({ audience, setting, time: when, next, changed }): Card {
    const whose = 'place' in audience ? words`The weekly report of ${inPlace(audience.place)}` : ['Your weekly report'];
    const now = changed ? ' from now on' : '';
    const to = 'place' in audience ? { channel: `#${audience.place}` } : {};
    const change = { label: 'Change', command: 'report-settings', args: to, ask: true };
    if (setting.muted)
      return {
        title: words`${whose} is off${now}`,
        parts: [
          line(['"report" shows it at any time.']),
          ...buttons({ label: 'Turn it on', command: 'report-settings', args: { ...to, reports: 'on' } }, change),
        ],
      };
    return {
      title: words`${whose} comes every ${capital(days[when.weekday - 1]!)} at ${clock(when.hour)}${now}`,
      parts: [
        facts(['Time zone', [when.zone]], ['Length', [setting.short ? 'short' : 'full']], ['Next one', [time(next)]]),
        ...buttons(change, { label: 'Turn it off', command: 'report-settings', args: { ...to, reports: 'off' } }),
      ],
    };
  },
  async ask(ctx, given) {
    const { audience, zone, setting } = await settingOf(ctx, given.channel);
    const when = timeOf(setting, zone);
    return {
      command: 'report-settings',
      title: 'Report settings',
      submit: 'Save',
      args: 'place' in audience ? { channel: `#${audience.place}` } : {},
      parts: [
        line('place' in audience ? words`The weekly report of ${inPlace(audience.place)}` : ['Your own weekly report']),
      ],
      fields: [
        fieldOf(args, 'reports', { value: given.reports ?? (setting.muted ? 'off' : 'on') }),
        fieldOf(args, 'day', { value: given.day ?? days[when.weekday - 1]! }),
        fieldOf(args, 'hour', { value: String(given.hour ?? when.hour) }),
        fieldOf(args, 'zone', { value: given.zone ?? when.zone }),
        fieldOf(args, 'length', { value: given.length ?? (setting.short ? 'short' : 'full') }),
      ],
    };
  },
});

/** What is set for the actor, or for a channel that their use cases report to. @throws Refusal */
async function settingOf(ctx: Ctx, channel: string | undefined) {
  const audience = channel === undefined ? { person: ctx.actor.id } : await teamOf(ctx, channel);
  const group = audiences(await toldUseCases(ctx.db, ctx.now)).get(audienceKey(audience));
  const setting = (await reportSettingOf(ctx.db, audience)) ?? { ...usualSetting, since: ctx.now };
  return { audience, setting, zone: group?.zone ?? ctx.settings.timezone };
}

async function teamOf(ctx: Ctx, channel: string): Promise<Audience> {
  const { places } = await named(ctx, channel, 'channel');
  const [place] = places;
  const useCases = (await listUseCases(ctx.db)).filter(({ team }) => place !== undefined && team === place);
  const [first] = useCases;
  if (place === undefined || !first) {
    const message = 'No use case reports to this channel. A use case names the channel of its team.';
    throw new Refusal('not_found', message, { fields: { channel: message } });
  }
  // Whoever may change one of them may also say when the team hears of it.
  const may = useCases.some((one) => !denial('manage', standingIn(ctx.actor, ctx.admin, ctx.via, one)));
  if (!may) allowOn('manage', ctx, first);
  return { place };
}

// A day that has its report already gets no second one.
async function nextSlot(ctx: Ctx, audience: Audience, setting: ReportSetting, zone: string): Promise<Date> {
  const when = timeOf(setting, zone);
  const had = (await reportsSince(ctx.db, new Date(ctx.now.getTime() - 8 * DAY))).get(audienceKey(audience));
  const { next } = reportSlot(when, ctx.now);
  return had?.slots.has(next.slot) ? reportSlot(when, next.at).next.at : next.at;
}
