CREATE TABLE "use_case_step" (
	"id" serial PRIMARY KEY NOT NULL,
	"use_case_id" integer NOT NULL,
	"step" text NOT NULL,
	"from" text NOT NULL,
	"to" text NOT NULL,
	"why" text,
	"until" timestamp (3) with time zone,
	"person_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "use_case_step" ADD CONSTRAINT "use_case_step_use_case_id_use_case_id_fk" FOREIGN KEY ("use_case_id") REFERENCES "public"."use_case"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case_step" ADD CONSTRAINT "use_case_step_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "use_case_step_use_case_id_id_index" ON "use_case_step" USING btree ("use_case_id","id");--> statement-breakpoint
create trigger append_only before update or delete or truncate on use_case_step for each statement execute function refuse_rewriting();
