CREATE INDEX "t_a_index" ON "t" ("a");--> statement-breakpoint
CREATE INDEX "many" ON "t" ("a","b");--> statement-breakpoint
CREATE UNIQUE INDEX "uq" ON "t" ("a");--> statement-breakpoint
CREATE UNIQUE INDEX "uq_partial" ON "t" ("b") WHERE "a" is not null;--> statement-breakpoint
CREATE INDEX "descending" ON "t" ("a" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "desc_last" ON "t" ("a" DESC NULLS LAST,"b");--> statement-breakpoint
CREATE INDEX "asc_first" ON "t" ("a" NULLS FIRST);--> statement-breakpoint
CREATE INDEX "opclass" ON "t" ("b" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "expression" ON "t" (lower("b"),"a");--> statement-breakpoint
CREATE INDEX "arithmetic" ON "t" (("a" + 1));--> statement-breakpoint
CREATE INDEX "gin" ON "t" USING gin ("j");--> statement-breakpoint
CREATE INDEX "gin_ops" ON "t" USING gin ("j" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "gin_arr" ON "t" USING gin ("arr");--> statement-breakpoint
CREATE INDEX "hash" ON "t" USING hash ("b");--> statement-breakpoint
CREATE INDEX "brin" ON "t" USING brin ("a") WITH (pages_per_range=16);--> statement-breakpoint
CREATE INDEX "filled" ON "t" ("a") WITH (fillfactor=70);
