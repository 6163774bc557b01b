INSERT INTO products (brand_id, title, state, attributes) VALUES (1, 'Lamp', 'live', '{"w": 60}'), (1, 'OLD Lamp', 'retired', '{}');
INSERT INTO product_categories VALUES (1, 1), (2, 1);
INSERT INTO prices VALUES (1, '2024-01-01', 9.99), (1, '2024-06-01', 8.50), (2, '2024-01-01', 1.00);
