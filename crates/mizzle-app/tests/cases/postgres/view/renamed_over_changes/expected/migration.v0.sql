ALTER TABLE "t" ADD COLUMN "more" text;--> statement-breakpoint
ALTER VIEW "public"."kept" RENAME TO "kept_renamed";--> statement-breakpoint
DROP VIEW "public"."all";--> statement-breakpoint
DROP VIEW "public"."plain";--> statement-breakpoint
DROP VIEW "public"."upper";--> statement-breakpoint
DROP VIEW "public"."lower";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "code" SET DATA TYPE integer USING "code"::integer;--> statement-breakpoint
CREATE VIEW "public"."all_renamed" AS (select * from "t");--> statement-breakpoint
CREATE VIEW "public"."lower" AS (select "id", "code" from "t");--> statement-breakpoint
CREATE VIEW "public"."plain_renamed" AS (select "id", "code" from "t");--> statement-breakpoint
CREATE VIEW "public"."upper_renamed" AS (select "id", "code" from "lower");
