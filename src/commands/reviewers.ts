import { defineManyRole } from './acts/define-many-role.ts';

export const reviewers = defineManyRole({
  name: 'reviewers',
  role: 'reviewer',
  summary: 'Who may decide on changes, besides owner and deputy',
  places: false,
});
