CREATE TABLE "user_accounts" (
	"user_id" integer PRIMARY KEY NOT NULL,
	"created_at" timestamp DEFAULT now(),
	"boss_id" integer,
	CONSTRAINT "c" CHECK ("user_accounts"."user_id" > 0)
);
--> statement-breakpoint
ALTER TABLE "user_accounts" ADD CONSTRAINT "user_accounts_boss_id_user_accounts_user_id_fk" FOREIGN KEY ("boss_id") REFERENCES "public"."user_accounts"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "user_accounts_created_at_index" ON "user_accounts" USING btree ("created_at");
