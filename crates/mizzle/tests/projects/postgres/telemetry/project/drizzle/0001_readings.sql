CREATE TABLE "readings" (
	"sensor_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"value" double precision NOT NULL,
	CONSTRAINT "readings_pk" PRIMARY KEY("sensor_id","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "readings_2024_01" PARTITION OF "readings" FOR VALUES FROM ('2024-01-01Z') TO ('2024-02-01Z');
--> statement-breakpoint
CREATE TABLE "readings_2024_02" PARTITION OF "readings" FOR VALUES FROM ('2024-02-01Z') TO ('2024-03-01Z');
--> statement-breakpoint
CREATE TABLE "readings_rest" PARTITION OF "readings" DEFAULT;
--> statement-breakpoint
ALTER TABLE "readings" ADD CONSTRAINT "readings_sensor_id_sensors_id_fk" FOREIGN KEY ("sensor_id") REFERENCES "public"."sensors"("id") ON DELETE no action ON UPDATE no action;
