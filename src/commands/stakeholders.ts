import { defineManyRole } from './acts/define-many-role.ts';

export const stakeholders = defineManyRole({
  name: 'stakeholders',
  role: 'stakeholder',
  summary: 'People and channels that are told of every move',
  places: true,
});
