CREATE OR REPLACE VIEW "grown" AS (select "id", "name", "age" from "users" where "users"."age" > 20);--> statement-breakpoint
ALTER VIEW "optioned" SET (check_option = local);--> statement-breakpoint
ALTER VIEW "optioned" RESET (security_barrier);--> statement-breakpoint
DROP VIEW "shrunk";--> statement-breakpoint
CREATE VIEW "shrunk" AS (select "id" from "users");--> statement-breakpoint
ALTER MATERIALIZED VIEW "stored" SET (fillfactor = 80);
