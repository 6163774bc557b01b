ALTER INDEX "old_name" RENAME TO "new_name";--> statement-breakpoint
DROP INDEX "goes";--> statement-breakpoint
DROP INDEX "changes";--> statement-breakpoint
CREATE INDEX "changes" ON "t" ("a","b");--> statement-breakpoint
DROP INDEX "where_changes";--> statement-breakpoint
CREATE INDEX "where_changes" ON "t" ("a") WHERE a > 2;
