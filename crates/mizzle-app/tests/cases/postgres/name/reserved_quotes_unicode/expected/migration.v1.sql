ALTER TABLE "order" ADD COLUMN "Upper" text;--> statement-breakpoint
ALTER TABLE "order" ADD COLUMN "table" integer;--> statement-breakpoint
ALTER TABLE "order" ALTER COLUMN "a""b" SET DEFAULT 'x';--> statement-breakpoint
ALTER TABLE "order" ALTER COLUMN "a.b" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "order" ALTER COLUMN "a b" SET DATA TYPE integer USING "a b"::integer;--> statement-breakpoint
ALTER TABLE "order" ADD CONSTRAINT "order_a""b_key" UNIQUE("a""b");--> statement-breakpoint
ALTER TABLE "order" ADD CONSTRAINT "c'k" CHECK ("größe" <> 'x');--> statement-breakpoint
ALTER TABLE "order" ADD CONSTRAINT "order_table_order_select_fkey" FOREIGN KEY ("table") REFERENCES "order"("select");--> statement-breakpoint
CREATE INDEX "i""x" ON "order" ("a""b");--> statement-breakpoint
CREATE INDEX "日本" ON "order" ("größe");
