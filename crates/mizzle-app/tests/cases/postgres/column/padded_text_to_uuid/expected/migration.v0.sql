ALTER TABLE "t" ALTER COLUMN "id" SET DATA TYPE uuid USING "id"::text::uuid;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "state" SET DATA TYPE "public"."state" USING "state"::text::"public"."state";
