ALTER TYPE "status" RENAME VALUE 'done' TO 'published';
