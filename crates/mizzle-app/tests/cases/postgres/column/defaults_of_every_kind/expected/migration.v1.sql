ALTER TABLE "t" ADD COLUMN "quote" text DEFAULT 'it''s';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "backslash" text DEFAULT 'a\b';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "both" text DEFAULT '\''\';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "empty" text DEFAULT '';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "newline" text DEFAULT 'a
b';
--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "unicode" text DEFAULT 'ü→🦀';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "dollar" text DEFAULT '$1 $$ {x} -- y';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "big" bigint DEFAULT 9007199254740993;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "negative" integer DEFAULT -5;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "zero" integer DEFAULT 0;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "numeric" numeric DEFAULT '1.50';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "double" double precision DEFAULT 1.5e+21;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "yes" boolean DEFAULT true;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "no" boolean DEFAULT false;--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "json" jsonb DEFAULT '{"a":"x''y","b":["\\",1,null],"c":{}}';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "jsonArray" jsonb DEFAULT '[1,"two"]';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "array" text[] DEFAULT '{"a","b c","d\"e","","f,g","it''s","\\"}'::text[];--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "numbers" integer[] DEFAULT '{1,-2}'::integer[];--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "none" text[] DEFAULT '{}'::text[];--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "day" date DEFAULT '2020-02-29';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "at" timestamp DEFAULT '2020-02-29 12:34:56.789';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "attz" timestamp with time zone DEFAULT '2020-02-29 12:34:56.789+00';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "now" timestamp DEFAULT now();--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "random" uuid DEFAULT gen_random_uuid();--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "uuid" uuid DEFAULT '00000000-0000-0000-0000-000000000001';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "expression" text DEFAULT lower('ABC');--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "bytes" bytea DEFAULT '\x00ff';--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "runtime" text;
