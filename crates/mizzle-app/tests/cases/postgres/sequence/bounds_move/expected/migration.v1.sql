SELECT setval('"down"', LEAST(nextval('"down"'), -10), false);--> statement-breakpoint
ALTER SEQUENCE "down" MAXVALUE -10 START WITH -10;--> statement-breakpoint
SELECT setval('"past"', GREATEST(nextval('"past"'), 50), false);--> statement-breakpoint
ALTER SEQUENCE "past" MINVALUE 50 START WITH 50;--> statement-breakpoint
ALTER SEQUENCE "turned" INCREMENT BY -1 MINVALUE -9223372036854775808 MAXVALUE -1 START WITH -1 RESTART;--> statement-breakpoint
SELECT setval('"unused"', GREATEST(nextval('"unused"'), 10), false);--> statement-breakpoint
ALTER SEQUENCE "unused" MINVALUE 10 START WITH 10;--> statement-breakpoint
SELECT setval('"used"', GREATEST(nextval('"used"'), 10), false);--> statement-breakpoint
ALTER SEQUENCE "used" MINVALUE 10 START WITH 10;--> statement-breakpoint
SELECT setval(pg_get_serial_sequence('"public"."t"', 'id'), GREATEST(nextval(pg_get_serial_sequence('"public"."t"', 'id')), 20), false);--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "id" SET MINVALUE 20 SET START WITH 20;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "other" SET INCREMENT BY -1 SET MINVALUE -2147483648 SET MAXVALUE -1 SET START WITH -1 RESTART;
