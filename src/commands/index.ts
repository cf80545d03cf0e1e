import { approve } from './approve.ts';
import { audit } from './audit.ts';
import { change } from './change.ts';
import { closeCycles } from './close-cycles.ts';
import { comment } from './comment.ts';
import { compare } from './compare.ts';
import { contract } from './contract.ts';
import { contributors } from './contributors.ts';
import { decline } from './decline.ts';
import { deputy } from './deputy.ts';
import { diff } from './diff.ts';
import { erase } from './erase.ts';
import { expire } from './expire.ts';
import { feedback } from './feedback.ts';
import { forget } from './forget.ts';
import { helpFor } from './help.ts';
import { history } from './history.ts';
import { home } from './home.ts';
import { importRows } from './import.ts';
import type { Command } from './kit/command.ts';
import { link } from './link.ts';
import { list } from './list.ts';
import { news } from './news.ts';
import { owner } from './owner.ts';
import { policy } from './policy.ts';
import { proposal } from './proposal.ts';
import { proposalDecide } from './proposal-decide.ts';
import { remindProposals } from './remind-proposals.ts';
import { report } from './report.ts';
import { reportDue } from './report-due.ts';
import { reportSettings } from './report-settings.ts';
import { requestChanges } from './request-changes.ts';
import { reverse } from './reverse.ts';
import { review } from './review.ts';
import { reviewers } from './reviewers.ts';
import { rollback } from './rollback.ts';
import { satisfaction } from './satisfaction.ts';
import { show } from './show.ts';
import { stakeholders } from './stakeholders.ts';
import { submit } from './submit.ts';
import { token } from './token.ts';
import { triage } from './triage.ts';
import { unlink } from './unlink.ts';
import { usecaseActivate } from './usecase-activate.ts';
import { usecaseAdd } from './usecase-add.ts';
import { usecaseAgree } from './usecase-agree.ts';
import { usecaseAssess } from './usecase-assess.ts';
import { usecaseClose } from './usecase-close.ts';
import { usecaseCreate } from './usecase-create.ts';
import { usecaseCriteria } from './usecase-criteria.ts';
import { usecaseEdit } from './usecase-edit.ts';
import { usecaseKpis } from './usecase-kpis.ts';
import { usecaseList } from './usecase-list.ts';
import { usecasePause } from './usecase-pause.ts';
import { usecaseRemind } from './usecase-remind.ts';
import { usecaseResume } from './usecase-resume.ts';
import { usecaseReview } from './usecase-review.ts';
import { usecaseShow } from './usecase-show.ts';
import { whoami } from './whoami.ts';
import { withdraw } from './withdraw.ts';

/** Everything the bot can do, in the order in which help tells it. */
export const commands: readonly Command[] = [
  submit,
  review,
  change,
  approve,
  requestChanges,
  decline,
  comment,
  withdraw,
  rollback,
  feedback,
  satisfaction,
  triage,
  reverse,
  report,
  reportSettings,
  contract,
  show,
  list,
  history,
  diff,
  usecaseList,
  usecaseShow,
  usecaseKpis,
  usecaseCreate,
  usecaseEdit,
  usecaseAssess,
  usecaseActivate,
  usecasePause,
  usecaseResume,
  usecaseClose,
  usecaseReview,
  usecaseAdd,
  usecaseCriteria,
  usecaseAgree,
  proposal,
  proposalDecide,
  importRows,
  owner,
  deputy,
  contributors,
  reviewers,
  stakeholders,
  policy,
  token,
  whoami,
  news,
  link,
  unlink,
  audit,
  forget,
  helpFor(() => commands),
  home,
  expire,
  erase,
  compare,
  usecaseRemind,
  reportDue,
  closeCycles,
  remindProposals,
] as unknown as readonly Command[];

/** The same list by name. */
export const commandsByName: ReadonlyMap<string, Command> = new Map(commands.map((one) => [one.name, one]));
