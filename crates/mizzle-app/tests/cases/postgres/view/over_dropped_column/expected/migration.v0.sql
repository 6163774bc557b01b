DROP VIEW "public"."v";--> statement-breakpoint
ALTER TABLE "t" DROP COLUMN "name";--> statement-breakpoint
CREATE VIEW "public"."v" AS (select "id" from "t");
