ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";--> statement-breakpoint
ALTER TABLE "users" RENAME COLUMN "age" TO "years";--> statement-breakpoint
ALTER TABLE "users" RENAME CONSTRAINT "users_name_unique" TO "users_full_name_unique";--> statement-breakpoint
ALTER INDEX "users_age_index" RENAME TO "users_years_index";
