DROP VIEW "v";--> statement-breakpoint
ALTER TABLE "t" DROP COLUMN "name";--> statement-breakpoint
CREATE VIEW "v" AS (select "id" from "t");
