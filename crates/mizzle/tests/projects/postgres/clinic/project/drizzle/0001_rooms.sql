CREATE TABLE "rooms" (
	"code" varchar(8) PRIMARY KEY NOT NULL,
	"floor" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "appointments" ADD COLUMN "room" varchar(8);--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_room_rooms_code_fk" FOREIGN KEY ("room") REFERENCES "public"."rooms"("code") ON DELETE no action ON UPDATE no action;