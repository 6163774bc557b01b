ALTER TABLE "t" ALTER COLUMN "x" SET DATA TYPE text USING "x"::text;--> statement-breakpoint
ALTER TYPE "status" RENAME VALUE 'done' TO 'published';--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "y" SET DATA TYPE "status" USING "y"::"status";
