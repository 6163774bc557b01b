CREATE TABLE "alarms" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"sensor_id" uuid NOT NULL,
	"level" smallint NOT NULL,
	"raised" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_sensor_id_sensors_id_fk" FOREIGN KEY ("sensor_id") REFERENCES "public"."sensors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alarms_open" ON "alarms" USING btree ("sensor_id") WHERE "alarms"."level" > 0;--> statement-breakpoint
CREATE MATERIALIZED VIEW "public"."daily" AS (select "sensor_id", date_trunc('day', "at") as "day", avg("value") as "mean" from "readings" group by "readings"."sensor_id", date_trunc('day', "readings"."at"));