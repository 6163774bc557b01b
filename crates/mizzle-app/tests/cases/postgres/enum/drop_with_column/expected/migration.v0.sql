ALTER TABLE "t" DROP COLUMN "s";--> statement-breakpoint
DROP TYPE "public"."status";
