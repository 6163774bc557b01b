//! Ways back: what comes back, what does not, and what cannot be gone back at all.

use crate::{read, recorded, transcript, write};
use insta::assert_snapshot;

/// The heads and the statements of the newest way back.
fn back(before: &str, after: &str) -> String {
    let project = recorded(before);
    write(&project, after);
    let said = transcript(&project, &["generate", "--name", "next"]);
    if project.files().iter().any(|path| path == "drizzle/down/0001_next.sql") {
        assert!(said.contains("way back: drizzle/down/0001_next.sql"), "{said}");
        let text = read(&project, "drizzle/down/0001_next.sql");
        let lines = text.lines().filter(|line| !line.contains("sha256") && !line.is_empty());
        return lines.collect::<Vec<_>>().join("\n");
    }
    let lines = said.lines().filter(|line| line.contains("way back") || line.contains("rror"));
    lines.collect::<Vec<_>>().join("\n")
}

fn users(columns: &str) -> String {
    format!("export const users = pgTable('users', {{ id: serial().primaryKey(), {columns} }});\n")
}

#[test]
fn lossless() {
    assert_snapshot!(back(&users("a: text()"), &users("a: text().notNull()")), @r#"
    -- Certified way back from 0001_next: lossless
    -- Proved on PostgreSQL [VERSION] (url): up, down, up again
    ALTER TABLE "users" ALTER COLUMN "a" DROP NOT NULL;
    "#);
    assert_snapshot!(back(&users("a: text()"), &users("a: text().default('x').unique()")), @r#"
    -- Certified way back from 0001_next: lossless
    -- Proved on PostgreSQL [VERSION] (url): up, down, up again
    ALTER TABLE "users" DROP CONSTRAINT "users_a_unique";--> statement-breakpoint
    ALTER TABLE "users" ALTER COLUMN "a" DROP DEFAULT;
    "#);
    assert_snapshot!(back(&users("a: integer()"), &users("a: varchar({ length: 20 })")), @r#"
    -- Certified way back from 0001_next: lossless
    -- Proved on PostgreSQL [VERSION] (url): up, down, up again
    -- Removes: values of users.a become integer; what that cannot say is lost
    ALTER TABLE "users" ALTER COLUMN "a" SET DATA TYPE integer USING "a"::integer;
    "#);
    let mood = |labels: &str| {
        format!("export const mood = pgEnum('mood', [{labels}]);\n{}", users("a: mood()"))
    };
    assert_snapshot!(back(&mood("'a', 'b'"), &mood("'a', 'b', 'c'")), @r#"
    -- Certified way back from 0001_next: lossless
    -- Proved on PostgreSQL [VERSION] (url): up, down, up again
    ALTER TABLE "users" ALTER COLUMN "a" SET DATA TYPE text;--> statement-breakpoint
    DROP TYPE "public"."mood";--> statement-breakpoint
    CREATE TYPE "public"."mood" AS ENUM('a', 'b');--> statement-breakpoint
    ALTER TABLE "users" ALTER COLUMN "a" SET DATA TYPE "public"."mood" USING "a"::"public"."mood";
    "#);
    let view = |column: &str| {
        format!(
            "{}export const v = pgView('v', {{ a: text() }}).as(sql`select {column} as a from users`);\n",
            users("a: text(), b: text()")
        )
    };
    assert_snapshot!(back(&view("a"), &view("b")), @r#"
    -- Certified way back from 0001_next: lossless
    -- Proved on PostgreSQL [VERSION] (url): up, down, up again
    DROP VIEW "public"."v";--> statement-breakpoint
    CREATE VIEW "public"."v" AS (select a as a from users);
    "#);
}

#[test]
fn lossy() {
    assert_snapshot!(back(&users("a: text(), b: text()"), &users("a: text()")), @r#"
    -- Certified way back from 0001_next: lossy
    -- Proved on PostgreSQL [VERSION] (url): up, down, up again
    -- Lost: the values of users.b
    ALTER TABLE "users" ADD COLUMN "b" text;
    "#);
    assert_snapshot!(back(&users("a: text()"), &users("a: varchar({ length: 3 })")), @r#"
    -- Certified way back from 0001_next: lossy
    -- Proved on PostgreSQL [VERSION] (url): up, down, up again
    -- Lost: values of users.a lose the blanks at their end beyond 3 characters
    ALTER TABLE "users" ALTER COLUMN "a" SET DATA TYPE text;
    "#);
    let posts = "export const posts = pgTable('posts', { id: serial().primaryKey(), \
                 author: integer().references(() => users.id) });\n";
    assert_snapshot!(back(&format!("{}{posts}", users("a: text()")), &users("a: text()")), @r#"
    -- Certified way back from 0001_next: lossy
    -- Proved on PostgreSQL [VERSION] (url): up, down, up again
    -- Lost: the table posts and its rows
    CREATE TABLE "posts" (
    	"id" serial PRIMARY KEY NOT NULL,
    	"author" integer
    );
    --> statement-breakpoint
    ALTER TABLE "posts" ADD CONSTRAINT "posts_author_users_id_fk" FOREIGN KEY ("author") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;
    "#);
}

/// The integers 1, 2 and 3 come back as 1, 1 and 1, which the new key forbids. The way back
/// is one all the same: rows that are not what they were are told.
#[test]
fn lossy_so_that_rows_forbid_the_migration_afterwards() {
    let number = users("a: integer(), b: integer().generatedAlwaysAs(sql`coalesce(\"a\", 0)`)");
    let truth = users("a: boolean(), b: integer().unique()");
    assert_snapshot!(back(&number, &truth), @r#"
    -- Certified way back from 0001_next: lossy
    -- Proved on PostgreSQL [VERSION] (url): up, down, up again
    -- Lost: values of users.a become boolean; what that cannot say is lost
    -- Removes: the values of users.b
    ALTER TABLE "users" DROP CONSTRAINT "users_b_unique";--> statement-breakpoint
    ALTER TABLE "users" ALTER COLUMN "a" SET DATA TYPE integer USING "a"::integer;--> statement-breakpoint
    ALTER TABLE "users" DROP COLUMN "b";--> statement-breakpoint
    ALTER TABLE "users" ADD COLUMN "b" integer GENERATED ALWAYS AS (coalesce("a", 0)) STORED;
    "#);
}

#[test]
fn none() {
    assert_snapshot!(back(&users("a: text(), b: text().notNull()"), &users("a: text()")), @r#"
    note: no way back is written: the statements that lead back fail: column "b" of relation "users" contains null values
    hint: keep what goes for the way back: `mizzle generate --redo --keep-data`
    "#);
}
