CREATE TABLE "payments" (
	"id" serial PRIMARY KEY NOT NULL,
	"invoice" text NOT NULL,
	"amount" "cents" NOT NULL,
	"received" timestamp with time zone DEFAULT now() NOT NULL,
	"matched" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_invoice_invoices_number_fk" FOREIGN KEY ("invoice") REFERENCES "public"."invoices"("number") ON DELETE no action ON UPDATE no action;