CREATE TABLE "notes" (
	"id" serial PRIMARY KEY NOT NULL,
	"owner_id" text DEFAULT auth.user_id() NOT NULL,
	"title" text DEFAULT 'untitled note' NOT NULL,
	"shared" boolean DEFAULT false,
	"created_at" timestamp DEFAULT now()
);
--> statement-breakpoint
ALTER TABLE "notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "paragraphs" (
	"id" serial PRIMARY KEY NOT NULL,
	"note_id" integer,
	"content" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "paragraphs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "settings" (
	"owner_id" text PRIMARY KEY NOT NULL,
	"dark" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tags" (
	"id" serial PRIMARY KEY NOT NULL,
	"word" text NOT NULL,
	CONSTRAINT "tags_word_unique" UNIQUE("word")
);
--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_owner_id_users_sync_id_fk" FOREIGN KEY ("owner_id") REFERENCES "neon_auth"."users_sync"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paragraphs" ADD CONSTRAINT "paragraphs_note_id_notes_id_fk" FOREIGN KEY ("note_id") REFERENCES "public"."notes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_owner_id_users_sync_id_fk" FOREIGN KEY ("owner_id") REFERENCES "neon_auth"."users_sync"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notes_owner" ON "notes" USING btree ("owner_id");--> statement-breakpoint
CREATE POLICY "crud-authenticated-policy-select" ON "notes" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id() = "notes"."owner_id"));--> statement-breakpoint
CREATE POLICY "crud-authenticated-policy-insert" ON "notes" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id() = "notes"."owner_id"));--> statement-breakpoint
CREATE POLICY "crud-authenticated-policy-update" ON "notes" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id() = "notes"."owner_id")) WITH CHECK ((select auth.user_id() = "notes"."owner_id"));--> statement-breakpoint
CREATE POLICY "crud-authenticated-policy-delete" ON "notes" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id() = "notes"."owner_id"));--> statement-breakpoint
CREATE POLICY "crud-authenticated-policy-select" ON "paragraphs" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select notes.owner_id = auth.user_id() from notes where notes.id = "paragraphs"."note_id"));--> statement-breakpoint
CREATE POLICY "crud-authenticated-policy-insert" ON "paragraphs" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select notes.owner_id = auth.user_id() from notes where notes.id = "paragraphs"."note_id"));--> statement-breakpoint
CREATE POLICY "crud-authenticated-policy-update" ON "paragraphs" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select notes.owner_id = auth.user_id() from notes where notes.id = "paragraphs"."note_id")) WITH CHECK ((select notes.owner_id = auth.user_id() from notes where notes.id = "paragraphs"."note_id"));--> statement-breakpoint
CREATE POLICY "crud-authenticated-policy-delete" ON "paragraphs" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select notes.owner_id = auth.user_id() from notes where notes.id = "paragraphs"."note_id"));