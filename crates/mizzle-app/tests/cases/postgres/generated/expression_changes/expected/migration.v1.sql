ALTER TABLE "t" DROP CONSTRAINT "t_key_unique";--> statement-breakpoint
DROP INDEX "t_key_idx";--> statement-breakpoint
ALTER TABLE "t" DROP COLUMN "key";--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "key" text GENERATED ALWAYS AS (lower("name")) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "t_key_unique" UNIQUE("key");--> statement-breakpoint
CREATE INDEX "t_key_idx" ON "t" ("key","id");
