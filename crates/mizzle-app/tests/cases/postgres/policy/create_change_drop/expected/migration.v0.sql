ALTER POLICY "old_name" ON "t" RENAME TO "new_name";--> statement-breakpoint
ALTER POLICY "changes" ON "t" USING (owner = session_user);--> statement-breakpoint
DROP POLICY "kind" ON "t";--> statement-breakpoint
CREATE POLICY "kind" ON "t" AS RESTRICTIVE FOR INSERT TO public WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "first" ON "u" AS PERMISSIVE FOR UPDATE TO current_user USING (true) WITH CHECK (id > 0);--> statement-breakpoint
ALTER TABLE "u" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP POLICY "last" ON "w";--> statement-breakpoint
ALTER TABLE "w" DISABLE ROW LEVEL SECURITY;
