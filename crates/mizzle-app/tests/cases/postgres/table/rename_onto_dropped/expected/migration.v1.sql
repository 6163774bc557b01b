ALTER TABLE "people" RENAME TO "accounts";--> statement-breakpoint
ALTER TABLE "posts" DROP CONSTRAINT "posts_user_users_id_fkey";--> statement-breakpoint
DROP TABLE "users";
