CREATE TABLE "change_feedback" (
	"change_id" integer NOT NULL,
	"vote_id" bigint NOT NULL,
	CONSTRAINT "change_feedback_change_id_vote_id_pk" PRIMARY KEY("change_id","vote_id")
);
--> statement-breakpoint
CREATE TABLE "feedback_told" (
	"change_id" integer NOT NULL,
	"person_id" integer NOT NULL,
	"news" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "feedback_told_change_id_person_id_news_pk" PRIMARY KEY("change_id","person_id","news")
);
--> statement-breakpoint
CREATE TABLE "muted" (
	"person_id" integer PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "output" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"version_id" integer NOT NULL,
	"prompt_id" integer NOT NULL,
	"application" text NOT NULL,
	"reference" text NOT NULL,
	"input" text,
	"output" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "output_reference" UNIQUE("application","prompt_id","reference")
);
--> statement-breakpoint
CREATE TABLE "triage" (
	"vote_id" bigint PRIMARY KEY NOT NULL,
	"version_id" integer NOT NULL,
	"decision" text NOT NULL,
	"why" text,
	"person_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vote" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"output_id" bigint,
	"version_id" integer NOT NULL,
	"application" text NOT NULL,
	"rater" text NOT NULL,
	"up" boolean NOT NULL,
	"reasons" jsonb,
	"comment" text,
	"at" timestamp (3) with time zone NOT NULL,
	"keys" text[] DEFAULT '{}' NOT NULL,
	"excluded" text,
	CONSTRAINT "last_word" UNIQUE NULLS NOT DISTINCT("output_id","version_id","rater")
);
--> statement-breakpoint
CREATE TABLE "vote_day" (
	"version_id" integer NOT NULL,
	"day" date NOT NULL,
	"application" text NOT NULL,
	"up" integer NOT NULL,
	"down" integer NOT NULL,
	"excluded" integer NOT NULL,
	CONSTRAINT "vote_day_version_id_day_application_pk" PRIMARY KEY("version_id","day","application")
);
--> statement-breakpoint
CREATE TABLE "vote_reason_day" (
	"version_id" integer NOT NULL,
	"day" date NOT NULL,
	"application" text NOT NULL,
	"reason" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "vote_reason_day_version_id_day_application_reason_pk" PRIMARY KEY("version_id","day","application","reason")
);
--> statement-breakpoint
CREATE TABLE "worse" (
	"version_id" integer PRIMARY KEY NOT NULL,
	"than_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "change_feedback" ADD CONSTRAINT "change_feedback_change_id_change_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."change"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_feedback" ADD CONSTRAINT "change_feedback_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_told" ADD CONSTRAINT "feedback_told_change_id_change_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."change"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_told" ADD CONSTRAINT "feedback_told_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "muted" ADD CONSTRAINT "muted_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "output" ADD CONSTRAINT "output_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "output" ADD CONSTRAINT "output_prompt_id_prompt_id_fk" FOREIGN KEY ("prompt_id") REFERENCES "public"."prompt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "triage" ADD CONSTRAINT "triage_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "triage" ADD CONSTRAINT "triage_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "triage" ADD CONSTRAINT "triage_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "worse" ADD CONSTRAINT "worse_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "worse" ADD CONSTRAINT "worse_than_id_version_id_fk" FOREIGN KEY ("than_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "change_feedback_vote_id_index" ON "change_feedback" USING btree ("vote_id");--> statement-breakpoint
CREATE INDEX "output_texts" ON "output" USING btree ("at") WHERE input is not null or output is not null;--> statement-breakpoint
CREATE INDEX "triage_version_id_at_index" ON "triage" USING btree ("version_id","at");--> statement-breakpoint
CREATE INDEX "vote_version_id_at_index" ON "vote" USING btree ("version_id","at");--> statement-breakpoint
CREATE INDEX "vote_low" ON "vote" USING btree ("version_id","at") WHERE not up and excluded is null;--> statement-breakpoint
CREATE INDEX "vote_comment" ON "vote" USING btree ("at") WHERE comment is not null;--> statement-breakpoint
CREATE INDEX "vote_person" ON "vote" USING btree ("rater") WHERE rater like 'person:%';