-- Vorgaben der Verwaltung
INSERT INTO "Standorte" ("Name", "Straße") VALUES ('Büro', 'Hauptstraße 1'), ('Lager', NULL);
INSERT INTO "Personen" ("Name") VALUES ('Jörg; "der Chef"'), ('Zoë
Zweizeilig');
