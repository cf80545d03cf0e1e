import { defineOneRole } from './acts/define-one-role.ts';

export const owner = defineOneRole({ name: 'owner', summary: 'Who answers for a prompt' });
