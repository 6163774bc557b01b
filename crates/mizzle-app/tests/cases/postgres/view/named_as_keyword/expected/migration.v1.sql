DROP VIEW "from";--> statement-breakpoint
DROP VIEW "lower_view";--> statement-breakpoint
CREATE VIEW "lower_view" AS (select "code" from "t");
