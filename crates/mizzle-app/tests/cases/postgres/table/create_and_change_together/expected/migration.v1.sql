CREATE TYPE "state" AS ENUM('draft', 'live');--> statement-breakpoint
CREATE TABLE "authors" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "state" "state" DEFAULT 'draft'::"state" NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "author_id" uuid;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_author_id_authors_id_fkey" FOREIGN KEY ("author_id") REFERENCES "authors"("id") ON DELETE CASCADE;--> statement-breakpoint
CREATE INDEX "posts_author_id_state_index" ON "posts" ("author_id","state");
