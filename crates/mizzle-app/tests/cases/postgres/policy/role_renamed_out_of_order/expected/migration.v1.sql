ALTER ROLE "mizzle_case_a" RENAME TO "mizzle_case_z";
