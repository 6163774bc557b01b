INSERT INTO accounts (number, title, parent_id) VALUES ('1000', 'Kasse', NULL), ('1010', 'Kasse Filiale', 1), ('4400', 'Erlöse', NULL);
INSERT INTO periods (during, closed_at) VALUES ('[2024-01-01,2024-02-01)', '2024-02-10 12:00'), ('[2024-02-01,2024-03-01)', NULL);
INSERT INTO entries (period_id, booked, text, reversed_by) VALUES (1, '2024-01-05', 'Verkauf', 2), (1, '2024-01-06', 'Storno', NULL);
INSERT INTO postings VALUES (1, 1, 1, 11900), (1, 2, 3, -11900), (2, 1, 1, -11900), (2, 2, 3, 11900);
INSERT INTO documents (entry_id, path) VALUES (1, '2024/01/0001.pdf'), (NULL, 'unsorted.pdf');
