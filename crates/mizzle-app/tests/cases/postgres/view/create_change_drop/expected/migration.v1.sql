CREATE VIEW "z" AS (select "id", "name" from "t");--> statement-breakpoint
DROP VIEW "a";--> statement-breakpoint
CREATE VIEW "a" AS (select "id", "name" from "z");--> statement-breakpoint
DROP VIEW "becomes";--> statement-breakpoint
CREATE MATERIALIZED VIEW "becomes" AS (select "id" from "t");--> statement-breakpoint
DROP MATERIALIZED VIEW "goes";
