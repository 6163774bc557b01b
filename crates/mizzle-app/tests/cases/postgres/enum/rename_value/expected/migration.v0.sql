ALTER TYPE "public"."status" RENAME VALUE 'done' TO 'published';
