CREATE TABLE "z" (
	"id" integer
);
--> statement-breakpoint
CREATE INDEX "on_new" ON "z" ("id");--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "c" integer;--> statement-breakpoint
CREATE INDEX "quick" ON "t" ("b");--> statement-breakpoint
CREATE INDEX CONCURRENTLY "slow" ON "t" ("a");--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY "also_slow" ON "t" ("c");
