CREATE TABLE "nodes" (
	"id" serial PRIMARY KEY,
	"parent" integer,
	"a" integer,
	"b" integer
);
--> statement-breakpoint
CREATE TABLE "pairs" (
	"x" integer,
	"y" integer,
	"node" integer,
	CONSTRAINT "pairs_pkey" PRIMARY KEY("x","y")
);
--> statement-breakpoint
ALTER TABLE "nodes" ADD CONSTRAINT "nodes_parent_nodes_id_fkey" FOREIGN KEY ("parent") REFERENCES "nodes"("id");--> statement-breakpoint
ALTER TABLE "nodes" ADD CONSTRAINT "nodes_pairs" FOREIGN KEY ("a","b") REFERENCES "pairs"("x","y") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_node_nodes_id_fkey" FOREIGN KEY ("node") REFERENCES "nodes"("id");
