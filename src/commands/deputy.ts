import { defineOneRole } from './acts/define-one-role.ts';

export const deputy = defineOneRole({ name: 'deputy', summary: 'Who stands in for the owner' });
