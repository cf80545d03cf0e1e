import { run as announce } from './announce.ts';
import { run as approve } from './approve.ts';
import { run as facts } from './facts.ts';
import { run as help } from './help.ts';
import { run as invoke } from './invoke.ts';
import { run as moveToReader } from './move-to-reader.ts';
import { run as read } from './read.ts';
import { type Result, report } from './report.ts';
import { run as satisfaction } from './satisfaction.ts';
import { run as votes } from './votes.ts';
import { run as weeklyReport } from './weekly-report.ts';

// One after the other: each has the machine to itself.
const results: Result[] = [];
const MEASURES = [help, invoke, approve, announce, read, moveToReader, votes, facts, satisfaction, weeklyReport];
for (const measure of MEASURES) results.push(...(await measure()));
report(results);
