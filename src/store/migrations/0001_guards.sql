-- Every audit row is numbered and linked under one lock, so the chain has neither gaps nor forks.
-- The same fields in the same order are hashed by store/audit.ts.
create function link_audit() returns trigger language plpgsql as $$
declare
  before record;
  fields text[];
begin
  perform pg_advisory_xact_lock(4207002);
  select id, hash into before from audit order by id desc limit 1;
  new.id := coalesce(before.id, 0) + 1;
  new.prev := coalesce(before.hash, '');
  fields := array[
    new.prev, new.id::text, to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    new.actor, new.via, new.action, new.subject, new.detail
  ];
  new.hash := encode(sha256(convert_to((
    select string_agg(octet_length(convert_to(field, 'UTF8')) || ':' || field, E'\n' order by n)
    from unnest(fields) with ordinality as t(field, n)
  ), 'UTF8')), 'hex');
  return new;
end $$;
--> statement-breakpoint
create trigger link_audit before insert on audit for each row execute function link_audit();
--> statement-breakpoint
create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
create trigger append_only before update or delete or truncate on audit for each statement execute function refuse_rewriting();
--> statement-breakpoint
create trigger append_only before update or delete or truncate on move for each statement execute function refuse_rewriting();
--> statement-breakpoint
create trigger append_only before update or delete or truncate on verdict for each statement execute function refuse_rewriting();
--> statement-breakpoint
create trigger append_only before update or delete or truncate on version for each statement execute function refuse_rewriting();
