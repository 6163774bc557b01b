ALTER TABLE "t" ADD COLUMN "numbers" integer[][] DEFAULT '{}'::integer[][];
