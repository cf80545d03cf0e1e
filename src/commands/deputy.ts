import { defineOneRole } from './cards/one-role.ts';

export const deputy = defineOneRole({ name: 'deputy', summary: 'Who stands in for the owner' });
