DROP VIEW "public"."over";--> statement-breakpoint
DROP VIEW "public"."a";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "id" SET DATA TYPE bigint;--> statement-breakpoint
CREATE VIEW "public"."b" WITH (security_barrier = true) AS (select "id" from "t");--> statement-breakpoint
CREATE VIEW "public"."over" AS (select "id" from "b");
