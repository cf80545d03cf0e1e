-- The counts of votes are kept by the database, in the transaction of the votes and once per statement, so that nothing can
-- change a vote and forget to count it. What is added is what the votes are now, less what they were. Rows are written in
-- one order: no two batches wait for each other in a circle. Votes are never deleted.
create function count_votes() returns trigger language plpgsql as $$
declare
  is_now constant text := 'select 1 as n, version_id, application, at, up, reasons, excluded from is_now';
  was constant text := 'select -1 as n, version_id, application, at, up, reasons, excluded from was';
  changed text;
begin
  changed := case tg_op when 'INSERT' then is_now else is_now || ' union all ' || was end;
  execute format($sql$
    insert into vote_day as kept (version_id, day, application, up, down, excluded)
    select version_id, (at at time zone 'UTC')::date as day, application,
      coalesce(sum(n) filter (where excluded is null and up), 0) as up,
      coalesce(sum(n) filter (where excluded is null and not up), 0) as down,
      coalesce(sum(n) filter (where excluded is not null), 0) as excluded
    from (%s) as changed
    group by 1, 2, 3
    having coalesce(sum(n) filter (where excluded is null and up), 0) <> 0
      or coalesce(sum(n) filter (where excluded is null and not up), 0) <> 0
      or coalesce(sum(n) filter (where excluded is not null), 0) <> 0
    order by 1, 2, 3
    on conflict (version_id, day, application) do update set
      up = kept.up + excluded.up, down = kept.down + excluded.down, excluded = kept.excluded + excluded.excluded
  $sql$, changed);
  execute format($sql$
    insert into vote_reason_day as kept (version_id, day, application, reason, count)
    select version_id, (at at time zone 'UTC')::date as day, application, reason, sum(n)
    from (%s) as changed, jsonb_array_elements_text(reasons) as reason
    where excluded is null and not up
    group by 1, 2, 3, 4
    having sum(n) <> 0
    order by 1, 2, 3, 4
    on conflict (version_id, day, application, reason) do update set count = kept.count + excluded.count
  $sql$, changed);
  return null;
end $$;
--> statement-breakpoint
create trigger count_new_votes after insert on vote referencing new table as is_now
  for each statement execute function count_votes();
--> statement-breakpoint
create trigger count_changed_votes after update on vote referencing old table as was new table as is_now
  for each statement execute function count_votes();
