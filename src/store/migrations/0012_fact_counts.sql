-- The counts of facts are kept by the database, in the transaction of the facts and once per statement, so that nothing can
-- add a fact and forget to count it. Whoever writes facts of a use case, or closes a cycle of it, holds its books: one at a
-- time, so that what is counted is exact and no fact falls between two cycles. Books are held in one order and before
-- anything else is locked, so nobody waits in a circle; they are shared out to 64 locks, so that a batch about a thousand
-- use cases fits into the table of locks. These queue fairly, which shared locks on rows do not (a close would starve).
create function hold_books(use_cases integer[]) returns void language plpgsql as $$
declare
  book integer;
begin
  for book in select distinct id % 64 from unnest(use_cases) as id order by 1 loop
    perform pg_advisory_xact_lock(4207002, book);
  end loop;
end $$;
--> statement-breakpoint
-- The spans of a cohort: whether people used it in the weeks 1 to 8 after being enabled, and, as number 0, on the days 24 to
-- 30. A span is counted on its last day.
create function cohort_spans() returns table (week integer, from_day integer, due_day integer) language sql immutable as $$
  values (0, 24, 30), (1, 1, 7), (2, 8, 14), (3, 15, 21), (4, 22, 28), (5, 29, 35), (6, 36, 42), (7, 43, 49), (8, 50, 56)
$$;
--> statement-breakpoint
-- The spans that a day of use falls in, so many days after being enabled, a bit for each.
create function spans_used(days integer) returns integer language sql immutable as $$
  select case when days between 1 and 56 then 1 << ((days + 6) / 7) else 0 end | case when days between 24 and 30 then 1 else 0 end
$$;
--> statement-breakpoint
-- The spans of somebody that a closed cycle has counted, a bit for each: they stay as they were counted.
create function spans_closed(enabled_on date, counted_from date, closed_through date) returns integer language sql immutable as $$
  select coalesce(bit_or(1 << week), 0) from cohort_spans() where greatest(enabled_on + due_day, counted_from) <= closed_through
$$;
--> statement-breakpoint
-- Whoever is enabled may have used it before that was told.
create function enable_user() returns trigger language plpgsql as $$
begin
  select closed_through + 1 into new.counted_from from use_case where id = new.use_case_id;
  select coalesce(bit_or(spans_used(day - new.enabled_on)), 0) into new.used from usage
    where user_id = new.id and day between new.enabled_on + 1 and new.enabled_on + 56;
  return new;
end $$;
--> statement-breakpoint
create trigger enable_new_user before insert on usage_user
  for each row when (new.enabled_on is not null) execute function enable_user();
--> statement-breakpoint
create trigger enable_known_user before update on usage_user
  for each row when (new.enabled_on is distinct from old.enabled_on and new.enabled_on is not null) execute function enable_user();
--> statement-breakpoint
create function count_cohorts() returns trigger language plpgsql as $$
declare
  is_now constant text := 'select 1 as n, use_case_id, enabled_on, counted_from, used from is_now where enabled_on is not null';
  was constant text := 'select -1 as n, use_case_id, enabled_on, counted_from, used from was where enabled_on is not null';
  changed text;
begin
  changed := case tg_op when 'INSERT' then is_now else is_now || ' union all ' || was end;
  execute format($sql$
    insert into cohort_day as kept (use_case_id, day, week, enabled, used, late)
    select use_case_id, greatest(enabled_on + due_day, counted_from), week, sum(n), sum(n * (used >> week & 1)),
      coalesce(sum(n) filter (where counted_from > enabled_on + due_day), 0)
    from (%s) as changed, cohort_spans()
    group by 1, 2, 3
    having sum(n) <> 0 or sum(n * (used >> week & 1)) <> 0
      or coalesce(sum(n) filter (where counted_from > enabled_on + due_day), 0) <> 0
    on conflict (use_case_id, day, week) do update set
      enabled = kept.enabled + excluded.enabled, used = kept.used + excluded.used, late = kept.late + excluded.late
  $sql$, changed);
  return null;
end $$;
--> statement-breakpoint
create trigger count_new_cohorts after insert on usage_user referencing new table as is_now
  for each statement execute function count_cohorts();
--> statement-breakpoint
create trigger count_changed_cohorts after update on usage_user referencing old table as was new table as is_now
  for each statement execute function count_cohorts();
--> statement-breakpoint
create function count_usage() returns trigger language plpgsql as $$
begin
  insert into fact_day as kept (use_case_id, day, uses, late_uses, usage_reported)
  select who.use_case_id, counted_on, count(*), count(*) filter (where counted_on <> day), bool_or(counted_on = day)
  from is_now join usage_user who on who.id = user_id
  group by 1, 2
  on conflict (use_case_id, day) do update set uses = kept.uses + excluded.uses,
    late_uses = kept.late_uses + excluded.late_uses, usage_reported = kept.usage_reported or excluded.usage_reported;

  -- A user leaves those of so many days, and joins those of so many more.
  insert into usage_spread as kept (use_case_id, unit, starts_on, days, users)
  with added as (
    select who.use_case_id, user_id, unit, date_trunc(unit, counted_on::timestamp)::date as starts_on, count(*) as days
    from is_now join usage_user who on who.id = user_id, (values ('week'), ('month')) as units(unit)
    group by 1, 2, 3, 4
  ), used as (
    select added.*, (starts_on + ('1 ' || unit)::interval)::date - 1 as ends_on from added
  ), now as (
    select used.*, (select count(*) from usage u where u.user_id = used.user_id and u.day between starts_on and ends_on
        and u.counted_on <= ends_on)
      + (select count(*) from usage u where u.user_id = used.user_id and u.counted_on <> u.day
        and u.counted_on between starts_on and ends_on and u.day < starts_on) as in_all
    from used
  )
  select use_case_id, unit, starts_on, in_all, sum(n) from (
    select use_case_id, unit, starts_on, in_all, 1 as n from now
    union all select use_case_id, unit, starts_on, in_all - days, -1 from now where in_all > days
  ) as moved
  group by 1, 2, 3, 4 having sum(n) <> 0
  on conflict (use_case_id, unit, starts_on, days) do update set users = kept.users + excluded.users;

  update usage_user who set used = who.used | fresh.spans
  from (
    select user_id, bit_or(spans_used(day - enabled_on)) & ~spans_closed(enabled_on, counted_from, closed_through) as spans
    from is_now join usage_user u on u.id = user_id join use_case c on c.id = u.use_case_id
    where spans_used(day - enabled_on) & ~used <> 0
    group by user_id, enabled_on, counted_from, closed_through
  ) as fresh
  where who.id = fresh.user_id and fresh.spans & ~who.used <> 0;
  return null;
end $$;
--> statement-breakpoint
create trigger count_new_usage after insert on usage referencing new table as is_now
  for each statement execute function count_usage();
--> statement-breakpoint
create function count_decisions() returns trigger language plpgsql as $$
begin
  insert into fact_day as kept
    (use_case_id, day, decisions, late_decisions, timed_decisions, minutes_saved, decisions_reported)
  select use_case_id, counted_on, count(*), count(*) filter (where late), count(minutes), coalesce(sum(minutes), 0),
    bool_or(not late)
  from is_now group by 1, 2
  on conflict (use_case_id, day) do update set decisions = kept.decisions + excluded.decisions,
    late_decisions = kept.late_decisions + excluded.late_decisions,
    timed_decisions = kept.timed_decisions + excluded.timed_decisions,
    minutes_saved = kept.minutes_saved + excluded.minutes_saved,
    decisions_reported = kept.decisions_reported or excluded.decisions_reported;
  return null;
end $$;
--> statement-breakpoint
create trigger count_new_decisions after insert on decision referencing new table as is_now
  for each statement execute function count_decisions();
--> statement-breakpoint
-- What is corrected of a reversal that a closed cycle has counted makes a difference to the first day that is open, and is
-- late there: the reversal stays counted where it was, and a cost that is told afterwards is not lost.
create function count_reversals() returns trigger language plpgsql as $$
declare
  is_now constant text := 'select 1 as n, decision_id, counted_on, late, minutes, cost from is_now';
  was constant text := 'select -1 as n, decision_id, counted_on, late, minutes, cost from was';
  changed text;
begin
  changed := case tg_op when 'INSERT' then is_now else is_now || ' union all ' || was end;
  execute format($sql$
    insert into fact_day as kept (use_case_id, day, reversals, late_reversals, timed_reversals, reversal_minutes,
      priced_reversals, reversal_cost, decisions_reported)
    select d.use_case_id, greatest(r.counted_on, c.closed_through + 1), sum(n),
      sum(case when r.counted_on <= c.closed_through then (n + 1) / 2 when r.late then n else 0 end),
      sum(case when r.minutes is null then 0 else n end), sum(n * coalesce(r.minutes, 0)),
      sum(case when r.cost is null then 0 else n end), sum(n * coalesce(r.cost, 0)),
      bool_or(not r.late and (c.closed_through is null or r.counted_on > c.closed_through))
    from (%s) as r join decision d on d.id = r.decision_id join use_case c on c.id = d.use_case_id
    group by 1, 2
    on conflict (use_case_id, day) do update set reversals = kept.reversals + excluded.reversals,
      late_reversals = kept.late_reversals + excluded.late_reversals,
      timed_reversals = kept.timed_reversals + excluded.timed_reversals,
      reversal_minutes = kept.reversal_minutes + excluded.reversal_minutes,
      priced_reversals = kept.priced_reversals + excluded.priced_reversals,
      reversal_cost = kept.reversal_cost + excluded.reversal_cost,
      decisions_reported = kept.decisions_reported or excluded.decisions_reported
  $sql$, changed);
  return null;
end $$;
--> statement-breakpoint
create trigger count_new_reversals after insert on reversal referencing new table as is_now
  for each statement execute function count_reversals();
--> statement-breakpoint
create trigger count_changed_reversals after update on reversal referencing old table as was new table as is_now
  for each statement execute function count_reversals();
