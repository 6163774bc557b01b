//! What TypeScript adds to JavaScript.

use crate::project::Project;

#[test]
fn types_are_stripped_and_enums_compiled() {
    let project = Project::new(&[(
        "schema.ts",
        "enum Role { Admin = 'admin' }\nexport const b: string = Role.Admin;\nexport const a = 1;\n",
    )]);
    assert_eq!(project.exports("schema.ts"), r#"{"a":1,"b":"admin"}"#);
}
