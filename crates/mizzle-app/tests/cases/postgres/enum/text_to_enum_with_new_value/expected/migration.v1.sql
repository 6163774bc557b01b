ALTER TYPE "state" ADD VALUE 'new';--> statement-breakpoint
-- mizzle:commit
ALTER TABLE "t" ALTER COLUMN "state" SET DATA TYPE "state" USING "state"::"state";
