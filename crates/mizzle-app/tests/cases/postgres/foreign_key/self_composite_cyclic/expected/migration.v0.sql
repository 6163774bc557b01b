CREATE TABLE "nodes" (
	"id" serial PRIMARY KEY NOT NULL,
	"parent" integer,
	"a" integer,
	"b" integer
);
--> statement-breakpoint
CREATE TABLE "pairs" (
	"x" integer NOT NULL,
	"y" integer NOT NULL,
	"node" integer,
	CONSTRAINT "pairs_x_y_pk" PRIMARY KEY("x","y")
);
--> statement-breakpoint
ALTER TABLE "nodes" ADD CONSTRAINT "nodes_parent_nodes_id_fk" FOREIGN KEY ("parent") REFERENCES "public"."nodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nodes" ADD CONSTRAINT "nodes_pairs" FOREIGN KEY ("a","b") REFERENCES "public"."pairs"("x","y") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_node_nodes_id_fk" FOREIGN KEY ("node") REFERENCES "public"."nodes"("id") ON DELETE no action ON UPDATE no action;
