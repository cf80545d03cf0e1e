import { beforeAll, expect, test } from 'vitest';
import { teamsLimits } from '../../../../src/bot/limits/teams.ts';
import { renderDialog } from '../../../../src/bot/teams/render/dialog.ts';
import { renderForm } from '../../../../src/bot/teams/render/form.ts';
import { type Look, renderMessage } from '../../../../src/bot/teams/render/message.ts';
import { commandsByName } from '../../../../src/commands/index.ts';
import { everyCard, type Said } from '../../render/every-card.ts';
import { buttonsIn, MARKUP, reading } from './reading.ts';
import { findings, withSchema } from './valid.ts';

const look: Look = { tenant: 't1', opens: (button) => button.ask === true };
let said: Said;
beforeAll(async () => {
  said = inTenant(await everyCard());
});

/** The same with everybody's account in the tenant, so that whoever is pinged is mentioned. */
function inTenant<T>(node: T): T {
  const moved = (one: unknown): unknown => {
    if (typeof one === 'string') return one.replace(/^slack:T1\/U/, 'teams:t1/');
    if (one === null || typeof one !== 'object' || one instanceof Date) return one;
    if (one instanceof Map) return new Map([...one].map(([key, value]) => [key, moved(value)]));
    if (Array.isArray(one)) return one.map(moved);
    return Object.fromEntries(Object.entries(one).map(([key, value]) => [key, moved(value)]));
  };
  return moved(node) as T;
}

const sizeOf = (card: object) => Buffer.byteLength(JSON.stringify(card));

test(`every card that the commands say is one that Teams takes${withSchema ? '' : ' (without the schema in ../shared/data)'}`, () => {
  expect(said.cards.size).toBeGreaterThan(100);
  for (const [name, card] of said.cards) {
    for (const [made, most] of [
      [renderMessage(card, look).card, teamsLimits.message.cardBytes],
      [renderDialog(card, look).card, teamsLimits.dialog.cardBytes],
    ] as const) {
      expect([name, findings(made)]).toEqual([name, []]);
      expect(sizeOf(made)).toBeLessThan(most);
      const { parsed, shown } = reading(made);
      expect(parsed.filter((text) => MARKUP.test(text))).toEqual([]);
      expect(shown.join()).not.toContain('did not fit');
      for (const { data } of buttonsIn(made)) expect(commandsByName.has(String(data.run))).toBe(true);
    }
  }
});

test('whoever may decide is mentioned on the card of a change that waits', () => {
  const [, waiting] = [...said.cards].find(([name]) => name.startsWith('change:2 card after')) ?? [];
  const { card } = renderMessage(waiting!, look);
  expect(card.msteams?.entities?.map((one) => one.text)).toEqual(['<at>Olu</at>', '<at>Dee</at>', '<at>Grace</at>']);
  expect(reading(card).shown).toContain('‹@Olu›, ‹@Dee› or ‹@Grace›');
});

test('every form that the commands ask is one that Teams takes', () => {
  expect(said.forms.size).toBeGreaterThan(20);
  for (const [name, form] of said.forms) {
    const { card } = renderForm(form, { place: null, look });
    expect([name, findings(card)]).toEqual([name, []]);
    expect(sizeOf(card)).toBeLessThan(teamsLimits.dialog.cardBytes);
    const { shown, parsed } = reading(card);
    expect(parsed.filter((text) => MARKUP.test(text))).toEqual([]);
    for (const field of form.fields) expect(shown.some((text) => text.includes(field.label))).toBe(true);
  }
});
