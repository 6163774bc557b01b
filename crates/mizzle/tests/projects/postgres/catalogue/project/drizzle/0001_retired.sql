ALTER TYPE "public"."product_state" ADD VALUE 'retired';--> statement-breakpoint
UPDATE products SET state = 'retired' WHERE title LIKE 'OLD %';
