ALTER TYPE "status" ADD VALUE 'b';--> statement-breakpoint
-- mizzle:commit
ALTER TABLE "t" ADD CONSTRAINT "not_b" CHECK (s <> 'b');--> statement-breakpoint
CREATE INDEX "only_b" ON "t" ("s") WHERE s = 'b';
