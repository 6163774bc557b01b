ALTER TABLE "t" ADD COLUMN "owner" uuid;
