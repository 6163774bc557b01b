//! `erd` of schema files and migrations, without any server.

use super::{project, schema};

const RENAMED: &str = "  mail: text(\"mail\").notNull().unique(),\n  age: integer(\"age\"),";

#[test]
fn a_state_and_a_difference_are_drawn() {
    let project = project();
    assert!(project.mizzle(&["generate"]).ends_with("exit 0"));
    insta::assert_snapshot!(project.mizzle(&["erd", "--to", "0000", "--format", "mermaid"]), @r#"
    --- stdout
    erDiagram
      users["users"] {
        serial id PK
        text email
      }
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    "#);
    project.file("db/schema.ts", &schema(RENAMED));
    insta::assert_snapshot!(project.mizzle(&["erd", "--from", "recorded", "--format", "mermaid"]), @r#"
    --- stdout
    erDiagram
      users["~ users"] {
        serial id PK
        text mail "~ was email"
        integer age "+"
        changes _1 "~ unique constraint users_email_unique renamed to users_mail_unique"
      }
      classDef changed stroke:#9a6700,stroke-width:2px
      class users changed
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    "#);
    let hint = r#"[{"type":"rename","kind":"column","from":["public","users","email"],"to":["public","users","mail"]}]"#;
    assert!(project.mizzle(&["generate", "--name", "mail", "--hints", hint]).ends_with("exit 0"));
    // What was renamed, the migration's SQL says; and the other way round as well.
    insta::assert_snapshot!(project.mizzle(&["erd", "--from", "0000", "--to", "0001_mail", "--format", "mermaid"]), @r#"
    --- stdout
    erDiagram
      users["~ users"] {
        serial id PK
        text mail "~ was email"
        integer age "+"
        changes _1 "~ unique constraint users_email_unique renamed to users_mail_unique"
      }
      classDef changed stroke:#9a6700,stroke-width:2px
      class users changed
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    --- exit 0
    "#);
    insta::assert_snapshot!(project.mizzle(&["erd", "--from", "0001", "--to", "0000", "--format", "json"]), @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","nodes":[{"id":"public.users","schema":"public","name":"users","kind":"table","mark":"changed","rows":[{"name":"id","text":"serial","primary_key":true,"mark":"same"},{"name":"email","name_before":"mail","text":"text","mark":"changed"},{"name":"age","text":"integer","nullable":true,"mark":"removed"}],"notes":[{"text":"unique constraint users_mail_unique renamed to users_email_unique","mark":"changed"}]}],"edges":[]}
    --- exit 0
    "#);
    let svg = project.mizzle(&["erd", "--from", "empty"]);
    assert!(svg.contains("<svg xmlns=") && svg.ends_with("exit 0"), "{svg}");
}

#[test]
fn what_is_no_point_is_refused() {
    let project = project();
    insta::assert_snapshot!(project.mizzle(&["erd", "--to", "0007"]), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: no migration is called "0007"
    --- exit 1
    "#);
    assert!(project.mizzle(&["generate"]).ends_with("exit 0"));
    insta::assert_snapshot!(project.mizzle(&["erd", "--to", "0007"]), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: no migration is called "0007"

    hint: near it: 0000_create_users
    --- exit 1
    "#);
    project.file("db/schema.ts", "export const users = ;\n");
    insta::assert_snapshot!(project.mizzle(&["erd"]), @"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    error: Unexpected token
     --> db/schema.ts:1:22
      |
    1 | export const users = ;
      |                      ^
    --- exit 1
    ");
    assert!(project.mizzle(&["erd", "--to", "recorded"]).ends_with("exit 0"));
}
