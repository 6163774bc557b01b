CREATE SCHEMA "auth";--> statement-breakpoint
CREATE TYPE "auth"."kind" AS ENUM('x');--> statement-breakpoint
CREATE TYPE "status" AS ENUM('a', 'b''c');--> statement-breakpoint
CREATE SEQUENCE "public"."my_seq" INCREMENT BY 2 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 100 CACHE 1;--> statement-breakpoint
CREATE ROLE "mizzle_case_app" WITH CREATEDB;--> statement-breakpoint
CREATE TABLE "auth"."posts" (
	"a" integer,
	"b" integer,
	"user_id" integer,
	"other" integer,
	CONSTRAINT "posts_pkey" PRIMARY KEY("a","b"),
	CONSTRAINT "uq_x" UNIQUE("a")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" serial PRIMARY KEY,
	"name" text DEFAULT 'it''s' NOT NULL,
	"email" varchar(255) UNIQUE,
	"age" integer DEFAULT 3,
	"st" "status" DEFAULT 'a'::"status" NOT NULL,
	"k" "auth"."kind"[] DEFAULT '{"x"}'::"auth"."kind"[],
	"price" numeric(10, 2) DEFAULT '1.50',
	"at" timestamp (3) with time zone DEFAULT now(),
	"meta" jsonb DEFAULT '{"a":1}',
	"big" bigint GENERATED ALWAYS AS IDENTITY (sequence name "users_big_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 10 CACHE 1),
	"gen" text GENERATED ALWAYS AS (upper("name")) STORED,
	CONSTRAINT "users_name_age_unique" UNIQUE NULLS NOT DISTINCT("name","age"),
	CONSTRAINT "age_check" CHECK ("age" > 0)
);
--> statement-breakpoint
ALTER TABLE "auth"."posts" ADD CONSTRAINT "posts_user_id_users_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE SET NULL;--> statement-breakpoint
ALTER TABLE "auth"."posts" ADD CONSTRAINT "posts_other_users_id_fkey" FOREIGN KEY ("other") REFERENCES "users"("id");--> statement-breakpoint
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "age_idx" ON "users" ("age" DESC NULLS LAST) WHERE "age" > 1;--> statement-breakpoint
CREATE UNIQUE INDEX "users_name_index" ON "users" ("name");--> statement-breakpoint
CREATE INDEX "g" ON "users" USING gin ("meta");--> statement-breakpoint
CREATE INDEX "op" ON "users" ("name" text_pattern_ops,lower("email"));--> statement-breakpoint
CREATE POLICY "p" ON "users" AS PERMISSIVE FOR SELECT TO "mizzle_case_app" USING (true);--> statement-breakpoint
CREATE VIEW "v" AS (select "id", "name", "email", "age", "st", "k", "price", "at", "meta", "big", "gen" from "users");--> statement-breakpoint
CREATE MATERIALIZED VIEW "mv" WITH (fillfactor = 80) AS (select "id" from "users");
