DROP VIEW "public"."over_old";--> statement-breakpoint
ALTER TABLE "t" DROP COLUMN "old";--> statement-breakpoint
CREATE VIEW "public"."everything" AS (select * from "t");
