ALTER TABLE "t" ALTER COLUMN "id" SET DATA TYPE bigint;--> statement-breakpoint
ALTER SEQUENCE "t_id_seq" AS bigint;
