INSERT INTO customers VALUES ('00000000-0000-4000-8000-000000000001', 'a@example.com');
INSERT INTO articles (title, price) VALUES ('Tea', 4.50), ('Cup', 12.00);
INSERT INTO orders (customer, state) SELECT id, 'paid' FROM customers;
INSERT INTO order_lines ("order", article, pieces) VALUES (1, 1, 2), (1, 2, 1);
INSERT INTO coupons VALUES ('TEA10', 10), ('CUP', 5);
