CREATE TABLE "pairing" (
	"id" serial PRIMARY KEY NOT NULL,
	"account_id" integer NOT NULL,
	"hash" text NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"other_id" integer,
	"outcome" text,
	CONSTRAINT "pairing_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "parting" (
	"id" serial PRIMARY KEY NOT NULL,
	"account_id" integer NOT NULL,
	"person_id" integer NOT NULL,
	"was_id" integer NOT NULL,
	"told" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wrong_code" (
	"id" serial PRIMARY KEY NOT NULL,
	"person_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "linked" text DEFAULT 'email' NOT NULL;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "used_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "same_as" integer;--> statement-breakpoint
ALTER TABLE "pairing" ADD CONSTRAINT "pairing_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing" ADD CONSTRAINT "pairing_other_id_account_id_fk" FOREIGN KEY ("other_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parting" ADD CONSTRAINT "parting_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parting" ADD CONSTRAINT "parting_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parting" ADD CONSTRAINT "parting_was_id_person_id_fk" FOREIGN KEY ("was_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wrong_code" ADD CONSTRAINT "wrong_code_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pairing_account_id_index" ON "pairing" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "parting_account_id_index" ON "parting" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "parting_at_index" ON "parting" USING btree ("at");--> statement-breakpoint
CREATE INDEX "wrong_code_person_id_index" ON "wrong_code" USING btree ("person_id");--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_same_as_person_id_fk" FOREIGN KEY ("same_as") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "person_same_as_index" ON "person" USING btree ("same_as");--> statement-breakpoint
-- Until now an account had come to its person by nothing but this address.
UPDATE "account" SET "email" = "person"."email" FROM "person" WHERE "person"."id" = "account"."person_id" AND "account"."barred" IS NULL;
