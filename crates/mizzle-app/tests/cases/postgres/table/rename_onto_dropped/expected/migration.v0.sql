ALTER TABLE "people" RENAME TO "accounts";--> statement-breakpoint
ALTER INDEX IF EXISTS "people_pkey" RENAME TO "accounts_pkey";--> statement-breakpoint
ALTER TABLE "posts" DROP CONSTRAINT "posts_user_users_id_fk";--> statement-breakpoint
ALTER TABLE "posts" RENAME CONSTRAINT "posts_person_people_id_fk" TO "posts_person_accounts_id_fk";--> statement-breakpoint
DROP TABLE "users";
