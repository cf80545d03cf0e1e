CREATE TABLE "criterion" (
	"id" serial PRIMARY KEY NOT NULL,
	"use_case_id" integer NOT NULL,
	"kpi" text NOT NULL,
	"threshold" double precision NOT NULL,
	"cycles" integer NOT NULL,
	"unit" text NOT NULL,
	"words" text NOT NULL,
	"set_by" integer NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL,
	"agreed_by" integer,
	"agreed_at" timestamp (3) with time zone,
	"ended_by" integer,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "cycle" (
	"id" serial PRIMARY KEY NOT NULL,
	"use_case_id" integer NOT NULL,
	"unit" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"closed_at" timestamp (3) with time zone NOT NULL,
	"facts" jsonb NOT NULL,
	"measures" jsonb NOT NULL,
	CONSTRAINT "one_close" UNIQUE("use_case_id","starts_on")
);
--> statement-breakpoint
CREATE TABLE "judgement" (
	"criterion_id" integer NOT NULL,
	"cycle_id" integer NOT NULL,
	"starts_on" date NOT NULL,
	"verdict" text NOT NULL,
	"why" text,
	CONSTRAINT "judgement_criterion_id_starts_on_pk" PRIMARY KEY("criterion_id","starts_on")
);
--> statement-breakpoint
CREATE TABLE "proposal" (
	"id" serial PRIMARY KEY NOT NULL,
	"use_case_id" integer NOT NULL,
	"cycle_id" integer NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"breaches" jsonb NOT NULL,
	"may_snooze" boolean NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"asked" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"step" text,
	"decided_by" integer,
	"decided_at" timestamp (3) with time zone,
	"decided_why" text,
	"snoozes" date,
	CONSTRAINT "one_proposal_per_close" UNIQUE("cycle_id")
);
--> statement-breakpoint
CREATE TABLE "warning" (
	"cycle_id" integer PRIMARY KEY NOT NULL,
	"person_id" integer,
	"breaches" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "use_case" ADD COLUMN "running_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "criterion" ADD CONSTRAINT "criterion_use_case_id_use_case_id_fk" FOREIGN KEY ("use_case_id") REFERENCES "public"."use_case"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion" ADD CONSTRAINT "criterion_set_by_person_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion" ADD CONSTRAINT "criterion_agreed_by_person_id_fk" FOREIGN KEY ("agreed_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion" ADD CONSTRAINT "criterion_ended_by_person_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cycle" ADD CONSTRAINT "cycle_use_case_id_use_case_id_fk" FOREIGN KEY ("use_case_id") REFERENCES "public"."use_case"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgement" ADD CONSTRAINT "judgement_criterion_id_criterion_id_fk" FOREIGN KEY ("criterion_id") REFERENCES "public"."criterion"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgement" ADD CONSTRAINT "judgement_cycle_id_cycle_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycle"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_use_case_id_use_case_id_fk" FOREIGN KEY ("use_case_id") REFERENCES "public"."use_case"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_cycle_id_cycle_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycle"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_decided_by_person_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "warning" ADD CONSTRAINT "warning_cycle_id_cycle_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycle"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "warning" ADD CONSTRAINT "warning_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_criterion_in_force" ON "criterion" USING btree ("use_case_id","kpi") WHERE agreed_at is not null and ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_criterion_waiting" ON "criterion" USING btree ("use_case_id","kpi") WHERE agreed_at is null and ended_at is null;--> statement-breakpoint
CREATE INDEX "criterion_use_case_id_index" ON "criterion" USING btree ("use_case_id");--> statement-breakpoint
CREATE INDEX "judgement_cycle_id_index" ON "judgement" USING btree ("cycle_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_proposal" ON "proposal" USING btree ("use_case_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "proposal_use_case_id_index" ON "proposal" USING btree ("use_case_id");