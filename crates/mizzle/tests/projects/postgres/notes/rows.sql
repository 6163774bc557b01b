INSERT INTO neon_auth.users_sync (raw_json) VALUES ('{"id": "u1"}'), ('{"id": "u2"}');
SET request.user_id = 'u1';
INSERT INTO notes (title, shared) VALUES ('First', true), (DEFAULT, false);
INSERT INTO paragraphs (note_id, content) VALUES (1, 'Once'), (1, 'upon'), (2, '');
INSERT INTO tags (word) VALUES ('a'), ('b');
INSERT INTO settings VALUES ('u1', true);
