-- What is corrected of a reversal that a closed cycle has counted adds what it cost and took to the first open day, and makes
-- none of the reversals of that cycle one whose cost or time is known.
create or replace function count_reversals() returns trigger language plpgsql as $$
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
      sum(case when r.minutes is null or r.counted_on <= c.closed_through then 0 else n end), sum(n * coalesce(r.minutes, 0)),
      sum(case when r.cost is null or r.counted_on <= c.closed_through then 0 else n end), sum(n * coalesce(r.cost, 0)),
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
