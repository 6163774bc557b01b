ALTER TYPE "public"."status" ADD VALUE 'b';--> statement-breakpoint
-- mizzle:commit
ALTER TABLE "t" ADD CONSTRAINT "not_b" CHECK (s <> 'b');--> statement-breakpoint
CREATE INDEX "only_b" ON "t" USING btree ("s") WHERE s = 'b';
