CREATE SEQUENCE "public"."pick_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1000 CACHE 1;
CREATE TABLE "articles" (
	"ean" varchar(13) PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"weight" numeric(8, 3) DEFAULT '0' NOT NULL
);
CREATE TABLE "bins" (
	"id" serial PRIMARY KEY NOT NULL,
	"aisle" varchar(3) NOT NULL,
	"shelf" integer NOT NULL,
	CONSTRAINT "bins_aisle_shelf_unique" UNIQUE("aisle","shelf")
);
CREATE TABLE "picks" (
	"number" integer PRIMARY KEY DEFAULT nextval('pick_numbers') NOT NULL,
	"stock" integer NOT NULL,
	"pieces" integer NOT NULL,
	"at" timestamp DEFAULT CURRENT_TIMESTAMP NOT NULL
);
CREATE TABLE "stock" (
	"id" serial PRIMARY KEY NOT NULL,
	"bin" integer NOT NULL,
	"ean" varchar(13) NOT NULL,
	"pieces" integer NOT NULL,
	CONSTRAINT "stock_bin_ean" UNIQUE("bin","ean"),
	CONSTRAINT "stock_pieces" CHECK ("stock"."pieces" >= 0)
);
ALTER TABLE "picks" ADD CONSTRAINT "picks_stock_stock_id_fk" FOREIGN KEY ("stock") REFERENCES "public"."stock"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "stock" ADD CONSTRAINT "stock_bin_bins_id_fk" FOREIGN KEY ("bin") REFERENCES "public"."bins"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "stock" ADD CONSTRAINT "stock_ean_articles_ean_fk" FOREIGN KEY ("ean") REFERENCES "public"."articles"("ean") ON DELETE no action ON UPDATE no action;