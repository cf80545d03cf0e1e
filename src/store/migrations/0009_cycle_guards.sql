-- What was closed, judged and warned of stays as it was.
create trigger append_only before update or delete or truncate on cycle for each statement execute function refuse_rewriting();
--> statement-breakpoint
create trigger append_only before update or delete or truncate on judgement for each statement execute function refuse_rewriting();
--> statement-breakpoint
create trigger append_only before update or delete or truncate on warning for each statement execute function refuse_rewriting();
--> statement-breakpoint
-- An agreement is agreed to once and ends once; nothing else of it ever changes.
create function keep_agreement() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null or (old.agreed_at is not null and new.agreed_at is distinct from old.agreed_at)
    or (new.use_case_id, new.kpi, new.threshold, new.cycles, new.unit, new.words, new.set_by, new.set_at)
      is distinct from (old.use_case_id, old.kpi, old.threshold, old.cycles, old.unit, old.words, old.set_by, old.set_at)
  then
    raise exception 'an agreement is never rewritten' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger keep_agreement before update on criterion for each row execute function keep_agreement();
--> statement-breakpoint
create function keep_decision() returns trigger language plpgsql as $$
begin
  raise exception 'a proposal is decided once' using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
create trigger keep_decision before update on proposal for each row when (old.state <> 'open') execute function keep_decision();
--> statement-breakpoint
-- Whoever changes the state of a use case need not think of it.
create function note_running() returns trigger language plpgsql as $$
begin
  new.running_since := new.state_since;
  return new;
end $$;
--> statement-breakpoint
create trigger note_running_new before insert on use_case for each row
  when (new.state in ('pilot', 'active')) execute function note_running();
--> statement-breakpoint
create trigger note_running before update on use_case for each row
  when (new.state in ('pilot', 'active') and old.state not in ('pilot', 'active')) execute function note_running();
--> statement-breakpoint
update use_case set running_since = state_since where state in ('pilot', 'active');
