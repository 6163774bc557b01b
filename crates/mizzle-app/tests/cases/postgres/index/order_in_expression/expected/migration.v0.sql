CREATE INDEX "by_column" ON "t" USING btree ("a","b" desc);--> statement-breakpoint
CREATE INDEX "by_call" ON "t" USING btree (lower("name") asc);--> statement-breakpoint
CREATE INDEX "by_sum" ON "t" USING btree (("a" + "b") desc nulls last);
