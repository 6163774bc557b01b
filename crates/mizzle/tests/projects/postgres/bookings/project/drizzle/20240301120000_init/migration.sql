CREATE TYPE "room_kind" AS ENUM('single', 'double', 'suite');--> statement-breakpoint
CREATE TABLE "bookings" (
	"id" serial PRIMARY KEY,
	"hotel" integer NOT NULL,
	"room" text NOT NULL,
	"guest" integer NOT NULL,
	"arrives" date NOT NULL,
	"leaves" date NOT NULL,
	CONSTRAINT "bookings_hotel_room_arrives_unique" UNIQUE("hotel","room","arrives")
);
--> statement-breakpoint
CREATE TABLE "guests" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "guests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"email" text NOT NULL UNIQUE
);
--> statement-breakpoint
CREATE TABLE "hotels" (
	"id" serial PRIMARY KEY,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rooms" (
	"hotel" integer,
	"number" text,
	"kind" "room_kind" DEFAULT 'double'::"room_kind" NOT NULL,
	CONSTRAINT "rooms_pkey" PRIMARY KEY("hotel","number")
);
--> statement-breakpoint
CREATE INDEX "bookings_guest_index" ON "bookings" ("guest");--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_guest_guests_id_fkey" FOREIGN KEY ("guest") REFERENCES "guests"("id");--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_hotel_hotels_id_fkey" FOREIGN KEY ("hotel") REFERENCES "hotels"("id");