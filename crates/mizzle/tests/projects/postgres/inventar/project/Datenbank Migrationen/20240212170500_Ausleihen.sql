CREATE TABLE "Ausleihen" (
	"Gerät_Id" integer PRIMARY KEY NOT NULL,
	"Person_Id" integer NOT NULL,
	"bis" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "Wartungen" (
	"Id" serial PRIMARY KEY NOT NULL,
	"Gerät_Id" integer NOT NULL,
	"Bericht" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "Ausleihen" ADD CONSTRAINT "Ausleihen_Gerät_Id_Geräte_Id_fk" FOREIGN KEY ("Gerät_Id") REFERENCES "public"."Geräte"("Id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "Ausleihen" ADD CONSTRAINT "Ausleihen_Person_Id_Personen_Id_fk" FOREIGN KEY ("Person_Id") REFERENCES "public"."Personen"("Id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "Wartungen" ADD CONSTRAINT "Wartungen_Gerät_Id_Geräte_Id_fk" FOREIGN KEY ("Gerät_Id") REFERENCES "public"."Geräte"("Id") ON DELETE no action ON UPDATE no action;