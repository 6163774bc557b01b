DROP VIEW "public"."v";--> statement-breakpoint
DROP TABLE "t";--> statement-breakpoint
DROP TYPE "public"."kind";
