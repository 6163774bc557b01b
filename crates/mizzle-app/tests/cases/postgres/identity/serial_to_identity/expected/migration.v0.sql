ALTER TABLE "t" ALTER COLUMN "key" DROP DEFAULT;--> statement-breakpoint
DROP SEQUENCE IF EXISTS "public"."t_key_seq";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "key" ADD GENERATED ALWAYS AS IDENTITY (sequence name "t_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
SELECT setval(pg_get_serial_sequence('"public"."t"', 'key'), (SELECT GREATEST(COALESCE(max("key")+1, 1), 1) FROM "t"), false);
