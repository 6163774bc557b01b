DROP VIEW "public"."from";--> statement-breakpoint
DROP VIEW "public"."lower_view";--> statement-breakpoint
CREATE VIEW "public"."lower_view" AS (select "code" from "t");
