ALTER TYPE "public"."state" ADD VALUE 'new';--> statement-breakpoint
-- mizzle:commit
ALTER TABLE "t" ALTER COLUMN "state" SET DATA TYPE "public"."state" USING "state"::"public"."state";
