ALTER TABLE "t" DROP CONSTRAINT "not_b";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "m" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "m" SET DATA TYPE text[];--> statement-breakpoint
DROP TYPE "status";--> statement-breakpoint
CREATE TYPE "status" AS ENUM('a', 'b');--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE "status" USING "s"::"status";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DEFAULT 'b'::"status";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "m" SET DATA TYPE "status"[] USING "m"::"status"[];--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "m" SET DEFAULT '{"a","b"}'::"status"[];--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "not_b" CHECK (s <> 'b');
