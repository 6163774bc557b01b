CREATE INDEX "by_column" ON "t" ("a","b" desc);--> statement-breakpoint
CREATE INDEX "by_call" ON "t" (lower("name") asc);--> statement-breakpoint
CREATE INDEX "by_sum" ON "t" (("a" + "b") desc nulls last);
