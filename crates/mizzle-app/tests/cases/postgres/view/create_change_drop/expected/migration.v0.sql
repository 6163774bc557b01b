CREATE VIEW "public"."z" AS (select "id", "name" from "t");--> statement-breakpoint
DROP VIEW "public"."a";--> statement-breakpoint
CREATE VIEW "public"."a" AS (select "id", "name" from "z");--> statement-breakpoint
DROP VIEW "public"."becomes";--> statement-breakpoint
CREATE MATERIALIZED VIEW "public"."becomes" AS (select "id" from "t");--> statement-breakpoint
DROP MATERIALIZED VIEW "public"."goes";
