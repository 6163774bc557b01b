INSERT INTO agents (email) VALUES ('a@example.com'), ('b@example.com');
INSERT INTO tickets (subject, priority, assignee, legacy_id) VALUES ('Printer', 'urgent', 1, 77), ('Mouse', 'low', NULL, NULL);
INSERT INTO messages (ticket_id, body, internal) VALUES (1, E'It burns\r\nHelp', false), (1, '', NULL);
INSERT INTO tags VALUES ('hardware'), ('fire');
INSERT INTO ticket_tags VALUES (1, 'fire'), (1, 'hardware');
INSERT INTO escalations (ticket_id, "to") VALUES (1, 'urgent');
INSERT INTO import_log (line, was) VALUES ('77;Printer;p1', 'p1');
