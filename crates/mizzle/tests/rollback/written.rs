//! Values that come back in another spelling are not what they were.

use crate::{FIRST, Setting};
use insta::assert_snapshot;

/// The first schema, with a code of this type.
fn codes(ty: &str) -> String {
    format!(
        "{FIRST}export const codes = pgTable(\"codes\", {{\n  id: serial(\"id\").primaryKey(),\n  \
         code: {ty},\n}});\n"
    )
}

#[test]
fn a_number_does_not_say_how_it_was_written() {
    let setting = Setting::new("0.45");
    setting.add("codes", &codes("text(\"code\")"));
    setting.migrate();
    setting.execute("INSERT INTO codes (code) VALUES ('007'), (' 8 '), ('9')");
    let all = "SELECT code FROM codes ORDER BY id";
    let before = setting.rows(all);
    setting.add("as_number", &codes("integer(\"code\")"));
    setting.migrate();
    assert_snapshot!(setting.mizzle(&["rollback"]), @"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    ✔ Pulling schema from database…
    error: undoing 0002_as_number loses data
      0002_as_number destroyed what does not come back: values of codes.code become integer; what that cannot say is lost
      nothing was undone

    hint: if that may go: `mizzle rollback --accept-data-loss`
    --- exit 2
    ");
    let said = setting.mizzle(&["rollback", "--accept-data-loss"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
    assert_eq!(setting.rows(all), ["7", "8", "9"]);

    // Kept, it comes back.
    setting.execute("UPDATE codes SET code = '00' || code WHERE id = 1");
    let kept = setting.rows(all);
    assert_ne!(kept, before);
    let said =
        setting.mizzle(&["generate", "--redo", "--offline", "--keep-data", "--name", "kept"]);
    assert!(said.contains("(lossless by archive)"), "{said}");
    setting.migrate();
    let said = setting.mizzle(&["rollback"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
    assert_eq!(setting.rows(all), kept);
}

/// A length cuts blanks at the end without a word. Where no value is as long as it may be,
/// none was cut, and there is nothing to ask.
#[test]
fn a_length_cuts_blanks() {
    for orm in ["0.45", "rc.5"] {
        let setting = Setting::new(orm);
        setting.add("codes", &codes("text(\"code\")"));
        setting.migrate();
        setting.execute("INSERT INTO codes (code) VALUES ('abc '), ('ab')");
        let all = "SELECT code || '|' FROM codes ORDER BY id";
        let before = setting.rows(all);
        setting.add("short", &codes("varchar(\"code\", { length: 5 })"));
        setting.migrate();
        let said = setting.mizzle(&["rollback"]);
        assert!(said.ends_with("--- exit 0"), "{said}");
        assert_eq!(setting.rows(all), before);

        setting.execute("UPDATE codes SET code = 'abc      ' WHERE id = 1");
        let before = setting.rows(all);
        setting.migrate();
        let said = setting.mizzle(&["rollback"]);
        let lost = "destroyed what does not come back: values of codes.code lose the blanks at \
                    their end beyond 5 characters";
        assert!(said.contains(lost) && said.ends_with("--- exit 2"), "{said}");
        let said = setting.mizzle(&["rollback", "--accept-data-loss"]);
        assert!(said.ends_with("--- exit 0"), "{said}");
        assert_eq!(setting.rows(all), ["abc  |", "ab|"]);

        // Kept, they come back.
        setting.execute("UPDATE codes SET code = 'abc      ' WHERE id = 1");
        let said =
            setting.mizzle(&["generate", "--redo", "--offline", "--keep-data", "--name", "kept"]);
        assert!(said.contains("(lossless by archive)"), "{said}");
        setting.migrate();
        assert_eq!(setting.rows(all), ["abc  |", "ab|"]);
        let said = setting.mizzle(&["rollback"]);
        assert!(said.ends_with("--- exit 0"), "{said}");
        assert_eq!(setting.rows(all), before);
    }
}
