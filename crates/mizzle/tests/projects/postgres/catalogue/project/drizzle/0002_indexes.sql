CREATE INDEX CONCURRENTLY "products_title" ON "products" USING btree ("title");--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "products_live" ON "products" USING btree ("brand_id") WHERE "products"."state" = 'live';--> statement-breakpoint
CREATE INDEX "products_attributes" ON "products" USING gin ("attributes");