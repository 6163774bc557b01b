ALTER TABLE "t" RENAME COLUMN "a" TO "b";--> statement-breakpoint
DROP VIEW "v";--> statement-breakpoint
CREATE VIEW "v" AS (select * from "t");
