CREATE TABLE "votes" (
	"post" integer NOT NULL,
	"voter" integer NOT NULL,
	"value" smallint NOT NULL,
	CONSTRAINT "votes_post_voter_pk" PRIMARY KEY("post","voter")
);
--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_post_posts_id_fk" FOREIGN KEY ("post") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_voter_users_id_fk" FOREIGN KEY ("voter") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;