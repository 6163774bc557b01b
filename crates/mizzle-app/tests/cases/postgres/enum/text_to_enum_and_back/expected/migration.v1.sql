ALTER TABLE "t" ALTER COLUMN "x" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "x" SET DATA TYPE "status" USING "x"::"status";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "x" SET DEFAULT 'a'::"status";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "y" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "y" SET DATA TYPE text USING "y"::text;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "y" SET DEFAULT 'b';--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "z" SET DATA TYPE "status" USING "z"::"status";
