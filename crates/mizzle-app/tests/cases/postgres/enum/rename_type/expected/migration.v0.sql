ALTER TYPE "public"."status" RENAME TO "state";--> statement-breakpoint
ALTER TYPE "public"."state" ADD VALUE 'b';
