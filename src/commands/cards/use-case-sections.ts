import { missing, type UseCaseFields } from '../../rules/use-case.ts';
import type { UseCase } from '../../store/use-cases.ts';
import { fieldsOf, ruledOut } from '../acts/completeness.ts';
import { activateButton, assessButton, editButton } from '../kit/buttons.ts';
import type { Button } from '../kit/card.ts';

/** The forms in which a use case is written down, each with what it asks for, in the order they are filled in. */
export const sections = {
  people: {
    label: 'People',
    args: ['owner', 'deputy', 'context_owner', 'stop_authority'],
    requires: ['owner', 'deputy', 'contextOwner', 'stopAuthority'],
  },
  decision: { label: 'Decision and limits', args: ['decision', 'limits'], requires: ['decision', 'limits'] },
  step: {
    label: 'The step',
    args: ['function', 'input', 'output'],
    requires: ['stepFunction', 'stepInput', 'stepOutput'],
  },
  failure: {
    label: 'Failure and quality',
    args: ['failure_mode', 'error_reach', 'quality_standard', 'escalation', 'failure_response'],
    requires: ['failureMode', 'errorReach', 'qualityStandard', 'escalation', 'failureResponse'],
  },
  context: {
    label: 'Context contract',
    args: ['inputs', 'review_days', 'stop_criteria'],
    requires: ['contextInputs', 'contextReviewDays', 'contextStopCriteria'],
  },
  measures: {
    label: 'Measures',
    args: ['minutes', 'method', 'currency', 'timezone', 'cycle', 'team', 'decision_class'],
    requires: [],
  },
} as const satisfies Record<
  string,
  { label: string; args: readonly string[]; requires: readonly (keyof UseCaseFields)[] }
>;
export type Section = keyof typeof sections;
export const sectionNames = Object.keys(sections) as [Section, ...Section[]];

/** The forms in which something is still to be filled in. */
export function openSections(useCase: UseCase): Section[] {
  const empty: readonly string[] = missing(fieldsOf(useCase));
  return sectionNames.filter((name) => sections[name].requires.some((field) => empty.includes(field)));
}

export const sectionButton = (slug: string, section: Section, label: string = sections[section].label): Button =>
  editButton(slug, label, section);

/** What leads on to production: the next form that lacks something, the assessment, or the activation. */
export function nextButton(useCase: UseCase): Button | null {
  if (ruledOut(useCase)) return null;
  const [section] = openSections(useCase);
  const { slug } = useCase;
  if (section) return { ...sectionButton(slug, section, `Fill in: ${sections[section].label}`), style: 'primary' };
  if (!useCase.assessment) return { ...assessButton(slug), style: 'primary' };
  if (useCase.state !== 'draft') return null;
  return { ...activateButton(slug), style: 'primary' };
}
