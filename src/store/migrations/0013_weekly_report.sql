CREATE TABLE "diff_opened" (
	"change_id" integer NOT NULL,
	"person_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "diff_opened_change_id_person_id_pk" PRIMARY KEY("change_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "report" (
	"id" serial PRIMARY KEY NOT NULL,
	"person_id" integer,
	"place_id" text,
	"slot" date NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"late" boolean NOT NULL,
	"content" jsonb NOT NULL,
	CONSTRAINT "one_report_per_slot" UNIQUE NULLS NOT DISTINCT("person_id","place_id","slot"),
	CONSTRAINT "a_person_or_a_place" CHECK (("report"."person_id" is null) <> ("report"."place_id" is null))
);
--> statement-breakpoint
CREATE TABLE "report_look" (
	"id" integer PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "one_look" CHECK ("report_look"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "report_setting" (
	"id" serial PRIMARY KEY NOT NULL,
	"person_id" integer,
	"place_id" text,
	"weekday" integer,
	"hour" integer,
	"zone" text,
	"muted" boolean DEFAULT false NOT NULL,
	"short" boolean DEFAULT false NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "report_setting_personId_placeId_unique" UNIQUE NULLS NOT DISTINCT("person_id","place_id"),
	CONSTRAINT "a_person_or_a_place" CHECK (("report_setting"."person_id" is null) <> ("report_setting"."place_id" is null))
);
--> statement-breakpoint
ALTER TABLE "change" ADD COLUMN "shown_whole" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "use_case" ADD COLUMN "contract_of" integer;--> statement-breakpoint
ALTER TABLE "report" ADD CONSTRAINT "report_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_setting" ADD CONSTRAINT "report_setting_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "report_made_at_index" ON "report" USING btree ("made_at");--> statement-breakpoint
ALTER TABLE "use_case" ADD CONSTRAINT "use_case_contract_of_use_case_id_fk" FOREIGN KEY ("contract_of") REFERENCES "public"."use_case"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Who was here before there were reports gets the first one with the next slot, and none for a slot that has passed.
INSERT INTO "report_look" ("id", "at") SELECT 1, CASE WHEN EXISTS (SELECT FROM "use_case") THEN now() ELSE 'epoch' END;
