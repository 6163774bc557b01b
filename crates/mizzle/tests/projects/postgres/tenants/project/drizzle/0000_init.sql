CREATE SCHEMA "audit";
--> statement-breakpoint
CREATE SCHEMA "core";
--> statement-breakpoint
CREATE SCHEMA "reporting";
--> statement-breakpoint
CREATE TYPE "core"."plan" AS ENUM('free', 'pro');--> statement-breakpoint
CREATE SEQUENCE "core"."invoice_number" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "audit"."events" (
	"id" serial PRIMARY KEY NOT NULL,
	"user_id" integer,
	"what" text NOT NULL,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reporting"."exports" (
	"id" serial PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"plan" "core"."plan" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."invoices" (
	"number" integer PRIMARY KEY DEFAULT nextval('core.invoice_number') NOT NULL,
	"tenant_id" uuid NOT NULL,
	"amount" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."tenants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"plan" "core"."plan" DEFAULT 'free' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "core"."users" (
	"id" serial PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"email" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit"."events" ADD CONSTRAINT "events_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "core"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reporting"."exports" ADD CONSTRAINT "exports_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."invoices" ADD CONSTRAINT "invoices_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."users" ADD CONSTRAINT "users_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "users_tenant" ON "core"."users" USING btree ("tenant_id");--> statement-breakpoint
CREATE VIEW "reporting"."revenue" AS (select "core"."tenants"."id", sum("core"."invoices"."amount") as "total" from "core"."tenants" inner join "core"."invoices" on "core"."invoices"."tenant_id" = "core"."tenants"."id" group by "core"."tenants"."id");