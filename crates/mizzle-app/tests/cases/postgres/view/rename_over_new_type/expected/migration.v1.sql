DROP VIEW "over";--> statement-breakpoint
DROP VIEW "a";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "id" SET DATA TYPE bigint USING "id"::bigint;--> statement-breakpoint
CREATE VIEW "b" WITH (security_barrier = true) AS (select "id" from "t");--> statement-breakpoint
CREATE VIEW "over" AS (select "id" from "b");
