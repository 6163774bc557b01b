ALTER TABLE "users" RENAME TO "people";--> statement-breakpoint
ALTER SEQUENCE IF EXISTS "users_id_seq" RENAME TO "people_id_seq";
