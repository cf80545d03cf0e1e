CREATE TABLE "cohort_day" (
	"use_case_id" integer NOT NULL,
	"day" date NOT NULL,
	"week" smallint NOT NULL,
	"enabled" integer NOT NULL,
	"used" integer NOT NULL,
	"late" integer NOT NULL,
	CONSTRAINT "cohort_day_use_case_id_day_week_pk" PRIMARY KEY("use_case_id","day","week")
);
--> statement-breakpoint
CREATE TABLE "decision" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"use_case_id" integer NOT NULL,
	"application" text NOT NULL,
	"key" text NOT NULL,
	"version_id" integer,
	"minutes" numeric(10, 2),
	"summary" text,
	"at" timestamp (3) with time zone NOT NULL,
	"counted_on" date NOT NULL,
	"late" boolean NOT NULL,
	CONSTRAINT "decision_key" UNIQUE("use_case_id","key","application")
);
--> statement-breakpoint
CREATE TABLE "fact_day" (
	"use_case_id" integer NOT NULL,
	"day" date NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	"late_uses" integer DEFAULT 0 NOT NULL,
	"usage_reported" boolean DEFAULT false NOT NULL,
	"decisions" integer DEFAULT 0 NOT NULL,
	"late_decisions" integer DEFAULT 0 NOT NULL,
	"timed_decisions" integer DEFAULT 0 NOT NULL,
	"minutes_saved" numeric DEFAULT '0' NOT NULL,
	"reversals" integer DEFAULT 0 NOT NULL,
	"late_reversals" integer DEFAULT 0 NOT NULL,
	"timed_reversals" integer DEFAULT 0 NOT NULL,
	"reversal_minutes" numeric DEFAULT '0' NOT NULL,
	"priced_reversals" integer DEFAULT 0 NOT NULL,
	"reversal_cost" numeric DEFAULT '0' NOT NULL,
	"decisions_reported" boolean DEFAULT false NOT NULL,
	CONSTRAINT "fact_day_use_case_id_day_pk" PRIMARY KEY("use_case_id","day")
);
--> statement-breakpoint
CREATE TABLE "reversal" (
	"decision_id" bigint PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"minutes" numeric(10, 2),
	"cost" numeric(14, 2),
	"person_id" integer,
	"at" timestamp (3) with time zone NOT NULL,
	"counted_on" date NOT NULL,
	"late" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage" (
	"user_id" integer NOT NULL,
	"day" date NOT NULL,
	"counted_on" date NOT NULL,
	CONSTRAINT "usage_user_id_day_pk" PRIMARY KEY("user_id","day")
);
--> statement-breakpoint
CREATE TABLE "usage_spread" (
	"use_case_id" integer NOT NULL,
	"unit" text NOT NULL,
	"starts_on" date NOT NULL,
	"days" smallint NOT NULL,
	"users" integer NOT NULL,
	CONSTRAINT "usage_spread_use_case_id_unit_starts_on_days_pk" PRIMARY KEY("use_case_id","unit","starts_on","days")
);
--> statement-breakpoint
CREATE TABLE "usage_user" (
	"id" serial PRIMARY KEY NOT NULL,
	"use_case_id" integer NOT NULL,
	"who" uuid NOT NULL,
	"enabled_on" date,
	"counted_from" date,
	"used" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "usage_user_who" UNIQUE("use_case_id","who")
);
--> statement-breakpoint
ALTER TABLE "use_case" ADD COLUMN "closed_through" date;--> statement-breakpoint
ALTER TABLE "use_case" ADD COLUMN "user_salt" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "reversal" ADD CONSTRAINT "reversal_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "decision_texts" ON "decision" USING btree ("at") WHERE summary is not null;--> statement-breakpoint
CREATE INDEX "usage_late" ON "usage" USING btree ("user_id","counted_on") WHERE counted_on <> day;