//! What broken projects are told.

use crate::project::Project;

#[test]
fn a_syntax_error_has_its_place() {
    let project = Project::new(&[("schema.ts", "export const a = 1;\nexport const = 2;\n")]);
    insta::assert_snapshot!(project.error("schema.ts"), @"
    Syntax: Unexpected token
      --> schema.ts:2:14
       | export const = 2;
       |              ^
    ");
}
