ALTER TABLE "t" ADD COLUMN "low" text GENERATED ALWAYS AS (lower("name")) STORED;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "up" DROP EXPRESSION;
