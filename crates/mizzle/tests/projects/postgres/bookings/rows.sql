INSERT INTO rooms VALUES (1, '101', 'single'), (1, '102', DEFAULT);
INSERT INTO guests (email, vip) VALUES ('a@example.com', true), ('b@example.com', false);
INSERT INTO bookings (hotel, room, guest, arrives, leaves) VALUES
  (1, '101', 1, '2024-05-01', '2024-05-03'), (1, '101', 2, '2024-05-03', '2024-05-04'), (1, '102', 1, '2024-05-01', '2024-05-09');
