UPDATE "Standorte" SET "Straße" = 'unbekannt' WHERE "Straße" IS NULL;
