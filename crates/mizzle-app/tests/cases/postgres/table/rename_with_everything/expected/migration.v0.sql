ALTER TABLE "users" RENAME TO "people";--> statement-breakpoint
ALTER TABLE "posts" RENAME CONSTRAINT "posts_user_users_id_fk" TO "posts_user_people_id_fk";--> statement-breakpoint
ALTER SEQUENCE IF EXISTS "users_id_seq" RENAME TO "people_id_seq";--> statement-breakpoint
ALTER INDEX IF EXISTS "users_pkey" RENAME TO "people_pkey";--> statement-breakpoint
ALTER TABLE "people" RENAME CONSTRAINT "users_email_unique" TO "people_email_unique";--> statement-breakpoint
ALTER TABLE "people" RENAME CONSTRAINT "users_boss_users_id_fk" TO "people_boss_people_id_fk";--> statement-breakpoint
ALTER INDEX "users_boss_index" RENAME TO "people_boss_index";
