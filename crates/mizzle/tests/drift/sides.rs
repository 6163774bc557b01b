//! Schema files as a side of `diff`.

use crate::Setting;

const USERS: &str = "export const users = pg.pgTable(\"users\", {
  id: pg.serial(\"id\").primaryKey(),
  email: pg.text(\"email\").notNull().unique(),
  // MORE
});
";

#[test]
fn a_schema_file_is_a_side() {
    for orm in ["0.45", "rc.5"] {
        let setting = Setting::new(orm);
        setting.schema(USERS).done(&["generate"]);
        let diff = |from: &str, to: &str, flags: &[&str]| {
            let all = [&["diff", "--from", from, "--to", to], flags].concat();
            setting.project.mizzle(&all)
        };
        let same = diff("drizzle", "schema.ts", &["--exit-code"]);
        assert!(same.ends_with("--- exit 0"), "{same}");
        let text = setting.project.read("schema.ts");
        let more = "age: pg.integer(\"age\").default(18),";
        setting.project.file("new.ts", &text.replace("// MORE", more));
        let said = diff("schema.ts", "new.ts", &["--prove", "--exit-code"]);
        assert!(said.contains("ADD COLUMN \"age\" integer DEFAULT 18;"), "{said}");
        assert!(said.contains("it leads to new.ts") && said.ends_with("exit 3"), "{said}");
        let back = diff("new.ts", "drizzle", &["--prove"]);
        assert!(back.contains("DROP COLUMN \"age\""), "{back}");
        assert!(back.contains("it leads to drizzle"), "{back}");
    }
}

#[test]
fn no_config_is_needed() {
    let setting = Setting::new("0.45");
    setting.schema(USERS);
    std::fs::remove_file(setting.project.path().join("drizzle.config.ts")).unwrap();
    insta::assert_snapshot!(setting.mizzle(&["diff", "--from", "empty", "--to", "schema.ts"]), @r#"
    --- stdout
    CREATE TABLE "users" (
    	"id" serial PRIMARY KEY NOT NULL,
    	"email" text NOT NULL,
    	CONSTRAINT "users_email_unique" UNIQUE("email")
    );
    --- stderr
    ✔ Loaded env from .env
    + table users (2 columns)
    --- exit 0
    "#);
}

#[test]
fn a_database_is_drawn_as_it_is_and_as_it_differs() {
    let setting = Setting::new("0.45");
    setting.schema(USERS).done(&["generate"]);
    setting.done(&["migrate"]);
    let erd = |words: &[&str]| setting.mizzle(&[&["erd", "--format", "mermaid"], words].concat());
    let same = erd(&["--from", "recorded", "--to", "actual"]);
    assert!(!same.contains("classDef") && same.contains("users[\"users\"]"), "{same}");
    let sql = "ALTER TABLE users ADD age int DEFAULT 18; DROP TABLE IF EXISTS nothing; \
               CREATE TABLE pets (id int PRIMARY KEY, owner int REFERENCES users)";
    setting.database.run(sql).unwrap();
    let alone = erd(&["--to", "actual"]);
    assert!(alone.contains("pets }o--o| users") && !alone.contains("__drizzle"), "{alone}");
    insta::assert_snapshot!(erd(&["--from", "recorded", "--to", "actual"]), @r#"
    --- stdout
    erDiagram
      pets["+ pets"] {
        integer id PK "+"
        integer owner FK "+"
      }
      users["~ users"] {
        serial id PK
        text email
        integer age "+"
      }
      pets }o--o| users : "+ pets_owner_fkey"
      classDef added stroke:#1a7f37,stroke-width:2px
      class pets added
      classDef changed stroke:#9a6700,stroke-width:2px
      class users changed
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling schema from database…
    --- exit 0
    "#);
    let back = erd(&["--from", "actual", "--to", "desired"]);
    assert!(back.contains("class pets removed") && back.contains("integer age \"-\""), "{back}");
}
