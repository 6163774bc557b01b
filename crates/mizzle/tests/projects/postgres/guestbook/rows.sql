INSERT INTO guests (name, email) VALUES ('Grete', 'g@example.com'), ('Hans', NULL);
INSERT INTO entries (guest_id, text, mood) VALUES (1, DEFAULT, 'sad'), (2, 'Schön hier!', NULL);
INSERT INTO replies (entry_id, text) VALUES (1, NULL), (2, 'Danke');
UPDATE replies SET text = '' WHERE text IS NULL;
INSERT INTO bans VALUES ('10.0.0.1'); INSERT INTO visits VALUES ('2024-01-01', 7);
