CREATE TABLE "close_fault" (
	"use_case_id" integer PRIMARY KEY NOT NULL,
	"alone" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "close_fault" ADD CONSTRAINT "close_fault_use_case_id_use_case_id_fk" FOREIGN KEY ("use_case_id") REFERENCES "public"."use_case"("id") ON DELETE no action ON UPDATE no action;