ALTER TYPE "app"."kind" ADD VALUE 'y';--> statement-breakpoint
-- mizzle:commit
ALTER TABLE "app"."t" ADD COLUMN "ks" "app"."kind"[];--> statement-breakpoint
ALTER TABLE "app"."t" ALTER COLUMN "k" SET DEFAULT 'y'::"app"."kind";
