DROP VIEW "over_old";--> statement-breakpoint
ALTER TABLE "t" DROP COLUMN "old";--> statement-breakpoint
CREATE VIEW "everything" AS (select * from "t");
