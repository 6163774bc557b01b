ALTER TABLE "t" ADD COLUMN "smallint" smallint;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "bigint" bigint;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "bignum" bigint;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "serial" serial NOT NULL;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "smallserial" smallserial NOT NULL;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "bigserial" bigserial NOT NULL;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "boolean" boolean;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "text" text;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "varchar" varchar;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "varchar20" varchar(20);--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "char" char;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "char5" char(5);--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "numeric" numeric;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "numeric10" numeric(10);--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "numeric102" numeric(10, 2);--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "real" real;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "double" double precision;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "json" json;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "jsonb" jsonb;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "uuid" uuid;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "date" date;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "time" time;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "timetz" time(3) with time zone;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "timestamp" timestamp;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "timestamptz" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "timestampString" timestamp(3);--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "interval" interval;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "intervalFields" interval day to second(3);--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "inet" inet;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "cidr" cidr;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "macaddr" macaddr;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "macaddr8" macaddr8;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "point" point;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "line" line;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "bit" bit(3);--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "array" text[];
