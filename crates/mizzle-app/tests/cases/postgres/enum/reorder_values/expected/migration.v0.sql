ALTER TABLE "t" ALTER COLUMN "s" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE text;--> statement-breakpoint
DROP TYPE "public"."status";--> statement-breakpoint
CREATE TYPE "public"."status" AS ENUM('c', 'a', 'b');--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::"public"."status";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DEFAULT 'a';
