CREATE TABLE "Geräte" (
	"Id" serial PRIMARY KEY NOT NULL,
	"Inventar Nr." varchar(20) NOT NULL,
	"Standort_Id" integer,
	"gekauft am" date,
	"aktiv?" boolean DEFAULT true NOT NULL,
	"Notiz" text DEFAULT 'keine
Angabe',
	CONSTRAINT "Inventar Nr. einmalig" UNIQUE("Inventar Nr."),
	CONSTRAINT "Nr. nicht leer" CHECK ("Geräte"."Inventar Nr." <> '')
);
--> statement-breakpoint
CREATE TABLE "Personen" (
	"Id" serial PRIMARY KEY NOT NULL,
	"Name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "Standorte" (
	"Id" serial PRIMARY KEY NOT NULL,
	"Name" varchar(80) NOT NULL,
	"Straße" text
);
--> statement-breakpoint
ALTER TABLE "Geräte" ADD CONSTRAINT "Geräte_Standort_Id_Standorte_Id_fk" FOREIGN KEY ("Standort_Id") REFERENCES "public"."Standorte"("Id") ON DELETE no action ON UPDATE no action;