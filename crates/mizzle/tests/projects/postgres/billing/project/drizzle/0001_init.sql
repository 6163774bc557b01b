CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"code" text DEFAULT next_number('C') NOT NULL,
	"name" text NOT NULL,
	"iban" text,
	"country" char(2) DEFAULT 'DE' NOT NULL,
	"address" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "customers_code_unique" UNIQUE("code"),
	CONSTRAINT "customers_iban" CHECK ("customers"."iban" is null or looks_like_iban("customers"."iban"))
);
--> statement-breakpoint
CREATE TABLE "invoices" (
	"number" text PRIMARY KEY DEFAULT next_number('R') NOT NULL,
	"customer_id" uuid NOT NULL,
	"issued" date DEFAULT current_date NOT NULL,
	"due" date DEFAULT due_date() NOT NULL,
	"note" text,
	"search" "tsvector" GENERATED ALWAYS AS (to_tsvector('billing_german', coalesce(note, ''))) STORED,
	CONSTRAINT "invoices_due" CHECK ("invoices"."due" >= "invoices"."issued")
);
--> statement-breakpoint
CREATE TABLE "invoice_lines" (
	"id" serial PRIMARY KEY NOT NULL,
	"invoice" text NOT NULL,
	"position" integer NOT NULL,
	"sku" text,
	"amount" "cents" NOT NULL,
	CONSTRAINT "one_line_a_position" UNIQUE("invoice","position")
);
--> statement-breakpoint
CREATE TABLE "products" (
	"sku" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"price" "cents" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_invoice_invoices_number_fk" FOREIGN KEY ("invoice") REFERENCES "public"."invoices"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_sku_products_sku_fk" FOREIGN KEY ("sku") REFERENCES "public"."products"("sku") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invoices_search" ON "invoices" USING gin ("search");