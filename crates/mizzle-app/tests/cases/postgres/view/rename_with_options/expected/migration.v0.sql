ALTER VIEW "public"."a" RENAME TO "b";--> statement-breakpoint
ALTER VIEW "public"."b" SET (check_option = local);--> statement-breakpoint
ALTER VIEW "public"."b" RESET (security_barrier);--> statement-breakpoint
ALTER MATERIALIZED VIEW "public"."stored" RENAME TO "kept";--> statement-breakpoint
ALTER MATERIALIZED VIEW "public"."kept" SET (fillfactor = 70);
