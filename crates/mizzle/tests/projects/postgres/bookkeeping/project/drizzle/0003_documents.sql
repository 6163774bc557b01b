CREATE TABLE "documents" (
	"id" serial PRIMARY KEY NOT NULL,
	"entry_id" bigint,
	"path" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;