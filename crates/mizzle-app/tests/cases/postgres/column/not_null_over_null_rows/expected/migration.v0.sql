ALTER TABLE "items" ADD COLUMN "other" text;--> statement-breakpoint
ALTER TABLE "items" ALTER COLUMN "description" SET NOT NULL;
