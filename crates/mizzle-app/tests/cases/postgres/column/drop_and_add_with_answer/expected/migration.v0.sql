ALTER TABLE "t" ADD COLUMN "title" text;--> statement-breakpoint
ALTER TABLE "t" DROP COLUMN "name";
