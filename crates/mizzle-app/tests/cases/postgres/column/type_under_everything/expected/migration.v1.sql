ALTER TABLE "t" DROP COLUMN "twice";--> statement-breakpoint
ALTER TABLE "t" DROP CONSTRAINT "code_check";--> statement-breakpoint
DROP INDEX "code_partial";--> statement-breakpoint
DROP POLICY "mine" ON "t";--> statement-breakpoint
DROP VIEW "w";--> statement-breakpoint
DROP VIEW "v";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "code" SET DATA TYPE integer USING "code"::integer;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "twice" text GENERATED ALWAYS AS (("code"::text) || ("code"::text)) STORED;--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "code_check" CHECK ("code" <> 0);--> statement-breakpoint
CREATE INDEX "code_partial" ON "t" ("id") WHERE "code" > 5;--> statement-breakpoint
CREATE POLICY "mine" ON "t" AS PERMISSIVE FOR ALL TO public USING (code = 1);--> statement-breakpoint
CREATE VIEW "v" AS (select "id", "code" from "t");--> statement-breakpoint
CREATE VIEW "w" AS (select "id" from "v");
