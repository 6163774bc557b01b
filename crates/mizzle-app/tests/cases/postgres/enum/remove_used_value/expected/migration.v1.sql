ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE text;--> statement-breakpoint
DROP TYPE "status";--> statement-breakpoint
CREATE TYPE "status" AS ENUM('a');--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE "status" USING "s"::"status";
