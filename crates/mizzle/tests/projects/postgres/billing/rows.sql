INSERT INTO customers (name, iban, address) VALUES
  ('Müller & Söhne', 'DE89370400440532013000', '{"city": "Köln", "zip": "50667"}'), ('Ohne Konto', NULL, '{}');
INSERT INTO products VALUES ('A-1', 'Schraube M4', 12), ('A-2', 'Mutter', 0);
INSERT INTO invoices (customer_id, note) SELECT id, 'Rechnung über Schrauben' FROM customers;
INSERT INTO invoice_lines (invoice, position, sku, amount)
  SELECT number, position, 'A-1', 120 FROM invoices, generate_series(1, 3) position;
INSERT INTO payments (invoice, amount) SELECT min(number), 360 FROM invoices;
