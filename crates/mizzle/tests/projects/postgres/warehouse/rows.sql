INSERT INTO articles VALUES ('4006381333931', 'Pen', 0.012), ('4006381333948', 'Box', 1.5);
INSERT INTO stock (bin, ean, pieces) VALUES (1, '4006381333931', 100), (2, '4006381333931', 0), (2, '4006381333948', 7);
INSERT INTO picks (stock, pieces) VALUES (1, 3), (3, 1);
INSERT INTO suppliers (name) VALUES ('Stift AG');
