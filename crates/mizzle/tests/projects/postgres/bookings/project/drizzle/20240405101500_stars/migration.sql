ALTER TABLE "hotels" ADD COLUMN "stars" integer DEFAULT 3 NOT NULL;--> statement-breakpoint
ALTER TABLE "hotels" ADD CONSTRAINT "stars" CHECK ("stars" between 1 and 5);