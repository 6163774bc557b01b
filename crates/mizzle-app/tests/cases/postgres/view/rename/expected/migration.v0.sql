ALTER VIEW "public"."a" RENAME TO "b";
