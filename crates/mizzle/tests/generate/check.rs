//! `check` with a schema: whether it has changes that no migration makes.

use crate::{project, project_of_1_0, schema};
use serde_json::Value;

#[test]
fn changes_without_a_migration_are_a_warning() {
    for project in [project(), project_of_1_0()] {
        let checked = || {
            let said = project.mizzle(&["check", "--output", "json"]);
            assert!(said.ends_with("exit 0"), "{said}");
            let line = said.lines().find(|line| line.starts_with('{')).unwrap();
            serde_json::from_str::<Value>(line).unwrap()
        };
        let kinds = |object: &Value| -> Vec<String> {
            let warnings = object["warnings"].as_array().cloned().unwrap_or_default();
            warnings.iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
        };
        let before = checked();
        assert_eq!(kinds(&before), ["no_folder", "schema_changed"]);
        project.mizzle(&["generate", "--offline"]);
        let clean = checked();
        assert_eq!(kinds(&clean), [""; 0], "{clean}");
        assert_eq!(clean["migrations"], 1);
        let columns = "  email: text(\"email\").notNull().unique(),\n  age: integer(\"age\"),";
        project.file("db/schema.ts", &schema(columns));
        let changed = checked();
        assert_eq!(kinds(&changed), ["schema_changed"]);
        assert_eq!(changed["warnings"][0]["notes"][0], "+ column users.age integer");
        let files = project.files();
        project.mizzle(&["check"]);
        assert_eq!(project.files(), files, "nothing is written");
        // What only a database could tell is not guessed.
        for path in files.iter().filter(|path| path.ends_with("snapshot.json")) {
            std::fs::remove_file(project.path().join(path)).unwrap();
        }
        let unknown = checked();
        assert_eq!(kinds(&unknown), ["snapshots", "not_compared"], "{unknown}");
    }
}
