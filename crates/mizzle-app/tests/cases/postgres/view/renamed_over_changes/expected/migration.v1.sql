ALTER TABLE "t" ADD COLUMN "more" text;--> statement-breakpoint
ALTER VIEW "kept" RENAME TO "kept_renamed";--> statement-breakpoint
DROP VIEW "all";--> statement-breakpoint
DROP VIEW "plain";--> statement-breakpoint
DROP VIEW "upper";--> statement-breakpoint
DROP VIEW "lower";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "code" SET DATA TYPE integer USING "code"::integer;--> statement-breakpoint
CREATE VIEW "all_renamed" AS (select * from "t");--> statement-breakpoint
CREATE VIEW "lower" AS (select "id", "code" from "t");--> statement-breakpoint
CREATE VIEW "plain_renamed" AS (select "id", "code" from "t");--> statement-breakpoint
CREATE VIEW "upper_renamed" AS (select "id", "code" from "lower");
