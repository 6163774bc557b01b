ALTER TABLE "old" RENAME TO "new";--> statement-breakpoint
ALTER SEQUENCE "old_id_seq" RENAME TO "new_id_seq";--> statement-breakpoint
ALTER SEQUENCE IF EXISTS "old_n_seq" RENAME TO "new_n_seq";
