-- never merged
DROP TABLE posts;
