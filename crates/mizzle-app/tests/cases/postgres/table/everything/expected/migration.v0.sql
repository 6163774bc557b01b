CREATE SCHEMA "auth";--> statement-breakpoint
CREATE TYPE "auth"."kind" AS ENUM('x');--> statement-breakpoint
CREATE TYPE "public"."status" AS ENUM('a', 'b''c');--> statement-breakpoint
CREATE SEQUENCE "public"."my_seq" INCREMENT BY 2 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 100 CACHE 1;--> statement-breakpoint
CREATE ROLE "mizzle_case_app" WITH CREATEDB;--> statement-breakpoint
CREATE TABLE "auth"."posts" (
	"a" integer NOT NULL,
	"b" integer NOT NULL,
	"user_id" integer,
	"other" integer,
	CONSTRAINT "posts_a_b_pk" PRIMARY KEY("a","b"),
	CONSTRAINT "uq_x" UNIQUE("a")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" serial PRIMARY KEY NOT NULL,
	"name" text DEFAULT 'it''s' NOT NULL,
	"email" varchar(255),
	"age" integer DEFAULT 3,
	"st" "status" DEFAULT 'a' NOT NULL,
	"k" "auth"."kind"[] DEFAULT '{"x"}',
	"price" numeric(10, 2) DEFAULT '1.50',
	"at" timestamp (3) with time zone DEFAULT now(),
	"meta" jsonb DEFAULT '{"a":1}'::jsonb,
	"big" bigint GENERATED ALWAYS AS IDENTITY (sequence name "users_big_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 10 CACHE 1),
	"gen" text GENERATED ALWAYS AS (upper("name")) STORED,
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "users_name_age_unique" UNIQUE NULLS NOT DISTINCT("name","age"),
	CONSTRAINT "age_check" CHECK ("users"."age" > 0)
);
--> statement-breakpoint
ALTER TABLE "auth"."posts" ADD CONSTRAINT "posts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE set null;--> statement-breakpoint
ALTER TABLE "auth"."posts" ADD CONSTRAINT "posts_other_users_id_fk" FOREIGN KEY ("other") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "age_idx" ON "users" USING btree ("age" DESC NULLS LAST) WHERE "users"."age" > 1;--> statement-breakpoint
CREATE UNIQUE INDEX "users_name_index" ON "users" USING btree ("name");--> statement-breakpoint
CREATE INDEX "g" ON "users" USING gin ("meta");--> statement-breakpoint
CREATE INDEX "op" ON "users" USING btree ("name" text_pattern_ops,lower("email"));--> statement-breakpoint
CREATE POLICY "p" ON "users" AS PERMISSIVE FOR SELECT TO "mizzle_case_app" USING (true);--> statement-breakpoint
CREATE VIEW "public"."v" AS (select "id", "name", "email", "age", "st", "k", "price", "at", "meta", "big", "gen" from "users");--> statement-breakpoint
CREATE MATERIALIZED VIEW "public"."mv" WITH (fillfactor = 80) AS (select "id" from "users");
