CREATE TABLE "z" (
	"id" integer
);
--> statement-breakpoint
CREATE INDEX "on_new" ON "z" USING btree ("id");--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "c" integer;--> statement-breakpoint
CREATE INDEX "quick" ON "t" USING btree ("b");--> statement-breakpoint
CREATE INDEX CONCURRENTLY "slow" ON "t" USING btree ("a");--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY "also_slow" ON "t" USING btree ("c");
