ALTER TABLE "t" RENAME COLUMN "base" TO "code";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "next" DROP EXPRESSION;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "code" SET DATA TYPE text USING "code"::text;
