import { defineManyRole } from './acts/define-many-role.ts';

export const contributors = defineManyRole({
  name: 'contributors',
  role: 'contributor',
  summary: 'Who may submit changes to a prompt',
  places: false,
});
