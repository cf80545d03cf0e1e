CREATE TABLE "context_input" (
	"id" serial PRIMARY KEY NOT NULL,
	"use_case_id" integer NOT NULL,
	"name" text NOT NULL,
	"source" text NOT NULL,
	"owner_id" integer NOT NULL,
	"freshness_days" integer NOT NULL,
	"reviewed_at" timestamp (3) with time zone,
	CONSTRAINT "context_input_useCaseId_name_unique" UNIQUE("use_case_id","name")
);
--> statement-breakpoint
CREATE TABLE "use_case" (
	"id" serial PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"decision" text,
	"limits" text,
	"owner_id" integer,
	"deputy_id" integer,
	"context_owner_id" integer,
	"stop_authority_id" integer,
	"step_function" text,
	"step_input" text,
	"step_output" text,
	"failure_mode" text,
	"error_reach" text,
	"quality_standard" text,
	"escalation" text,
	"failure_response" text,
	"context_review_days" integer,
	"context_stop_criteria" text,
	"assessment" jsonb,
	"decision_class" text,
	"timezone" text NOT NULL,
	"period" text DEFAULT 'week' NOT NULL,
	"currency" text DEFAULT 'EUR' NOT NULL,
	"team" text,
	"pilot_until" date,
	"minutes_per_decision" double precision,
	"hours_method" text,
	"hours_by" integer,
	"hours_confirmed" jsonb,
	"state_since" timestamp (3) with time zone NOT NULL,
	"state_why" text,
	"state_by" integer,
	"paused_until" timestamp (3) with time zone,
	"created_by" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "use_case_slug_unique" UNIQUE("slug"),
	CONSTRAINT "use_case_owner_is_not_deputy" CHECK ("use_case"."owner_id" <> "use_case"."deputy_id"),
	CONSTRAINT "use_case_period" CHECK ("use_case"."period" in ('week', 'month'))
);
--> statement-breakpoint
ALTER TABLE "prompt" ADD COLUMN "use_case_id" integer;--> statement-breakpoint
-- Each prompt there is becomes the draft of a use case of its own, with the people who answer for it.
INSERT INTO "use_case" ("slug", "owner_id", "deputy_id", "timezone", "state_since", "created_by", "created_at")
	SELECT "slug", "owner_id", "deputy_id", 'UTC', "created_at", "created_by", "created_at" FROM "prompt" ORDER BY "id";--> statement-breakpoint
UPDATE "prompt" SET "use_case_id" = "use_case"."id" FROM "use_case" WHERE "use_case"."slug" = "prompt"."slug";--> statement-breakpoint
ALTER TABLE "prompt" ALTER COLUMN "use_case_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "context_input" ADD CONSTRAINT "context_input_use_case_id_use_case_id_fk" FOREIGN KEY ("use_case_id") REFERENCES "public"."use_case"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "context_input" ADD CONSTRAINT "context_input_owner_id_person_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case" ADD CONSTRAINT "use_case_owner_id_person_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case" ADD CONSTRAINT "use_case_deputy_id_person_id_fk" FOREIGN KEY ("deputy_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case" ADD CONSTRAINT "use_case_context_owner_id_person_id_fk" FOREIGN KEY ("context_owner_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case" ADD CONSTRAINT "use_case_stop_authority_id_person_id_fk" FOREIGN KEY ("stop_authority_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case" ADD CONSTRAINT "use_case_hours_by_person_id_fk" FOREIGN KEY ("hours_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case" ADD CONSTRAINT "use_case_state_by_person_id_fk" FOREIGN KEY ("state_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case" ADD CONSTRAINT "use_case_created_by_person_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "use_case_decision_class_index" ON "use_case" USING btree ("decision_class");--> statement-breakpoint
ALTER TABLE "prompt" ADD CONSTRAINT "prompt_use_case_id_use_case_id_fk" FOREIGN KEY ("use_case_id") REFERENCES "public"."use_case"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "prompt_use_case_id_index" ON "prompt" USING btree ("use_case_id");