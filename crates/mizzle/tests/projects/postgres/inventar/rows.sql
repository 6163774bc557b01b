INSERT INTO "Geräte" ("Inventar Nr.", "Standort_Id", "gekauft am", "Notiz") VALUES
  ('N-001', 1, '2020-02-29', DEFAULT), ('N-002', NULL, NULL, E'Zeile\r\nnoch eine'), ('N-003', 2, NULL, NULL);
INSERT INTO "Ausleihen" VALUES (1, 1, '2024-12-24');
INSERT INTO "Wartungen" ("Gerät_Id") VALUES (1), (2);
