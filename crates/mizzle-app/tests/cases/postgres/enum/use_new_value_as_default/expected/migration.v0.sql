ALTER TYPE "public"."status" ADD VALUE 'b';--> statement-breakpoint
-- mizzle:commit
ALTER TABLE "t" ADD COLUMN "x" "status"[] DEFAULT '{"b"}';--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DEFAULT 'b';--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "n" SET DATA TYPE text;
