ALTER TABLE "t" ALTER COLUMN "s" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE text;--> statement-breakpoint
DROP TYPE "status";--> statement-breakpoint
CREATE TYPE "status" AS ENUM('c', 'a', 'b');--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE "status" USING "s"::"status";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DEFAULT 'a'::"status";
