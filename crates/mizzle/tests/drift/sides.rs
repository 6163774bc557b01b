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
