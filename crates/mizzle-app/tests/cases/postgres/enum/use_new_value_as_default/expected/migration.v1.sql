ALTER TYPE "status" ADD VALUE 'b';--> statement-breakpoint
-- mizzle:commit
ALTER TABLE "t" ADD COLUMN "x" "status"[] DEFAULT '{"b"}'::"status"[];--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DEFAULT 'b'::"status";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "n" SET DATA TYPE text USING "n"::text;
