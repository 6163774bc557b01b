-- The database of production, made by forty migrations that are no more.
CREATE TYPE "public"."order_state" AS ENUM('new', 'paid', 'sent');
CREATE TABLE "articles" (
	"id" serial PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"price" numeric(10, 2) NOT NULL
);

CREATE TABLE "coupons" (
	"code" text PRIMARY KEY NOT NULL,
	"percent" integer NOT NULL
);

CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" varchar(255) NOT NULL,
	CONSTRAINT "customers_email_unique" UNIQUE("email")
);

CREATE TABLE "order_lines" (
	"id" serial PRIMARY KEY NOT NULL,
	"order" integer NOT NULL,
	"article" integer NOT NULL,
	"pieces" integer DEFAULT 1 NOT NULL
);

CREATE TABLE "orders" (
	"id" serial PRIMARY KEY NOT NULL,
	"customer" uuid NOT NULL,
	"state" "order_state" DEFAULT 'new' NOT NULL,
	"at" timestamp DEFAULT now() NOT NULL
);

ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_orders_id_fk" FOREIGN KEY ("order") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_article_articles_id_fk" FOREIGN KEY ("article") REFERENCES "public"."articles"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "orders" ADD CONSTRAINT "orders_customer_customers_id_fk" FOREIGN KEY ("customer") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;
CREATE INDEX "orders_customer" ON "orders" USING btree ("customer");
ALTER TABLE orders RENAME CONSTRAINT orders_customer_customers_id_fk TO orders_customer_fkey;
CREATE FUNCTION total(integer) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT sum(pieces * price) FROM order_lines l JOIN articles a ON a.id = l.article WHERE l."order" = $1
$$;
CREATE SCHEMA drizzle;
CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);
INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
  SELECT md5(n::text), 1600000000000 + n * 1000 FROM generate_series(1, 3) n;
