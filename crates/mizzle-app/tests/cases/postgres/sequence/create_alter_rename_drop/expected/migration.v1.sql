ALTER SEQUENCE "old_name" RENAME TO "new_name";--> statement-breakpoint
ALTER SEQUENCE "a" INCREMENT BY 2 MAXVALUE 100 CACHE 2 CYCLE;--> statement-breakpoint
CREATE SEQUENCE "public"."fresh" INCREMENT BY 1 MINVALUE 10 MAXVALUE 9223372036854775807 START WITH 10 CACHE 1;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "n" integer DEFAULT nextval('fresh');--> statement-breakpoint
DROP SEQUENCE "public"."goes";
