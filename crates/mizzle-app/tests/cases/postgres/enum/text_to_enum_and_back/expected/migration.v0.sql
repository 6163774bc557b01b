ALTER TABLE "t" ALTER COLUMN "x" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "x" SET DATA TYPE "public"."status" USING "x"::"public"."status";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "x" SET DEFAULT 'a';--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "y" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "y" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "y" SET DEFAULT 'b';--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "z" SET DATA TYPE "public"."status" USING "z"::"public"."status";
