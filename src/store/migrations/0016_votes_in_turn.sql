-- As before, but whoever counts votes does so in turn, until the end of the transaction. What a batch adds and what it
-- changes is counted one after the other, each in its order, so two batches could have waited for each other in a circle.
-- Batches about one day of one version had to wait for each other anyway.
create or replace function count_votes() returns trigger language plpgsql as $$
declare
  is_now constant text := 'select 1 as n, version_id, application, at, up, reasons, excluded from is_now';
  was constant text := 'select -1 as n, version_id, application, at, up, reasons, excluded from was';
  changed text;
begin
  if not exists (select from is_now) then
    return null;
  end if;
  perform pg_advisory_xact_lock(4207003);
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
