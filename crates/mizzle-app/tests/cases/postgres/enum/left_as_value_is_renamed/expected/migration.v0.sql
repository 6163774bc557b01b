ALTER TABLE "t" ALTER COLUMN "x" SET DATA TYPE text;--> statement-breakpoint
ALTER TYPE "public"."status" RENAME VALUE 'done' TO 'published';--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "y" SET DATA TYPE "public"."status" USING "y"::"public"."status";
