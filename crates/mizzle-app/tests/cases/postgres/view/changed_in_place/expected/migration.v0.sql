CREATE OR REPLACE VIEW "public"."grown" AS (select "id", "name", "age" from "users" where "users"."age" > 20);--> statement-breakpoint
ALTER VIEW "public"."optioned" SET (check_option = local);--> statement-breakpoint
ALTER VIEW "public"."optioned" RESET (security_barrier);--> statement-breakpoint
DROP VIEW "public"."shrunk";--> statement-breakpoint
CREATE VIEW "public"."shrunk" AS (select "id" from "users");--> statement-breakpoint
ALTER MATERIALIZED VIEW "public"."stored" SET (fillfactor = 80);
