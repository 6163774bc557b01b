ALTER TABLE "t" RENAME COLUMN "low" TO "lower";--> statement-breakpoint
ALTER TABLE "t" DROP CONSTRAINT "has_low";--> statement-breakpoint
ALTER TABLE "t" DROP COLUMN "lower";--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "lower" text GENERATED ALWAYS AS (lower("b")) STORED;--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "has_low" CHECK ("lower" is not null);
