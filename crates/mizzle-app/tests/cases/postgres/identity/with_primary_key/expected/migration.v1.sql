ALTER TABLE "t" ALTER COLUMN "id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "id" ADD GENERATED ALWAYS AS IDENTITY (sequence name "t_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
SELECT setval(pg_get_serial_sequence('"public"."t"', 'id'), (SELECT GREATEST(COALESCE(max("id")+1, 1), 1) FROM "t"), false);--> statement-breakpoint
ALTER TABLE "t" ADD PRIMARY KEY ("id");
