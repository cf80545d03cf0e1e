-- Days are counted in the index alone, and the few late ones, which another index holds, are put right (measured: a third
-- of the time).
create or replace function count_usage() returns trigger language plpgsql as $$
begin
  insert into fact_day as kept (use_case_id, day, uses, late_uses, usage_reported)
  select who.use_case_id, counted_on, count(*), count(*) filter (where counted_on <> day), bool_or(counted_on = day)
  from is_now join usage_user who on who.id = user_id
  group by 1, 2
  on conflict (use_case_id, day) do update set uses = kept.uses + excluded.uses,
    late_uses = kept.late_uses + excluded.late_uses, usage_reported = kept.usage_reported or excluded.usage_reported;

  -- A user leaves those of so many days, and joins those of so many more.
  insert into usage_spread as kept (use_case_id, unit, starts_on, days, users)
  with added as materialized (
    select who.use_case_id, user_id, unit, starts_on, (starts_on + length)::date - 1 as ends_on, count(*) as days
    from is_now join usage_user who on who.id = user_id,
      (values ('week', interval '1 week'), ('month', interval '1 month')) as units(unit, length),
      lateral (select date_trunc(unit, counted_on::timestamp)::date as starts_on) as cycle
    group by 1, 2, 3, 4, 5
  ), now as materialized (
    select added.*, (select count(*) from usage u where u.user_id = added.user_id and u.day between starts_on and ends_on)
      + (select count(*) filter (where u.day < starts_on) - count(*) filter (where u.counted_on > ends_on) from usage u
        where u.user_id = added.user_id and u.counted_on <> u.day and u.counted_on >= starts_on and u.day <= ends_on
          and (u.day < starts_on) <> (u.counted_on > ends_on)) as in_all
    from added
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
