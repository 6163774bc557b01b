ALTER TABLE "t" DROP CONSTRAINT "not_b";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "m" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "m" SET DATA TYPE text[];--> statement-breakpoint
DROP TYPE "public"."status";--> statement-breakpoint
CREATE TYPE "public"."status" AS ENUM('a', 'b');--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::"public"."status";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DEFAULT 'b';--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "m" SET DATA TYPE "public"."status"[] USING "m"::"public"."status"[];--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "m" SET DEFAULT '{"a","b"}';--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "not_b" CHECK (s <> 'b');
