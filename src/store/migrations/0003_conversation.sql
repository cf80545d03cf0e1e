CREATE TABLE "conversation" (
	"place_id" text PRIMARY KEY NOT NULL,
	"reference" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "post_ref" ON "post" USING hash (("ref"->>'activity'));