//! Small projects, written to a temporary folder and loaded.

mod project;

use project::Project;

#[test]
fn a_typescript_module_is_imported() {
    let project = Project::new(&[(
        "schema.ts",
        "enum Role { Admin = 'admin' }\nexport const b: string = Role.Admin;\nexport const a = 1;\n",
    )]);
    assert_eq!(project.exports("schema.ts"), r#"{"a":1,"b":"admin"}"#);
}
