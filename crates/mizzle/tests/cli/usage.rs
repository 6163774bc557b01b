//! Command lines that cannot be meant.

use crate::Project;
use insta::assert_snapshot;

#[test]
fn an_unknown_command_has_a_neighbour() {
    assert_snapshot!(Project::empty().mizzle(&["generat"]), @r"
    --- stderr
    error: unrecognized subcommand 'generat'
      Usage: mizzle [OPTIONS] <COMMAND>

    hint: some similar subcommands exist: 'migrate', 'generate'
    hint: `mizzle --help` lists the commands, `mizzle COMMAND --help` the flags of one
    --- exit 1
    ");
}

#[test]
fn nothing_asked_is_an_error() {
    let output = Project::empty().command(&[]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8(output.stderr).unwrap().contains("Usage: mizzle"));
}

#[test]
fn names_from_before_0_21_are_explained() {
    assert_snapshot!(Project::empty().mizzle(&["generate:pg"]), @r"
    --- stderr
    error: `generate:pg` is a name from before drizzle-kit 0.21; the dialect stands in the config since then

    hint: set `dialect` in drizzle.config.ts and run `mizzle generate`
    --- exit 1
    ");
    assert_snapshot!(Project::empty().mizzle(&["push:mysql", "--config", "x.ts"]), @r"
    --- stderr
    error: `push:mysql` is a name from before drizzle-kit 0.21; the dialect stands in the config since then

    hint: `drizzle-kit push` is its name today; mizzle does not have it yet
    --- exit 1
    ");
}

#[test]
fn a_command_of_drizzle_kit_is_named_as_such() {
    assert_snapshot!(Project::empty().mizzle(&["push", "--force"]), @r"
    --- stderr
    error: `push` is a command of drizzle-kit that this version of mizzle does not have

    hint: `npx drizzle-kit push` works beside mizzle: config, folder and ledger are the same
    --- exit 1
    ");
}

#[test]
fn an_unknown_flag() {
    assert_snapshot!(Project::empty().mizzle(&["generate", "--frobnicate"]), @r"
    --- stderr
    error: unexpected argument '--frobnicate' found
      Usage: mizzle generate [OPTIONS]

    hint: `mizzle --help` lists the commands, `mizzle COMMAND --help` the flags of one
    --- exit 1
    ");
}

#[test]
fn two_targets_on_one_line() {
    assert_snapshot!(Project::empty().mizzle(&["migrate", "--dev", "--url", "postgres://x"]), @"
    --- stderr
    error: the argument '--dev' cannot be used with '--url <URL>'
      Usage: mizzle migrate --dev --dev-engine <ENGINE>

    hint: `mizzle --help` lists the commands, `mizzle COMMAND --help` the flags of one
    --- exit 1
    ");
}

#[test]
fn usage_errors_are_json_too() {
    assert_snapshot!(Project::empty().mizzle(&["generate", "--output", "json", "--frobnicate"]), @r#"
    --- stdout
    {"status":"error","error":{"code":"usage_error","message":"unexpected argument '--frobnicate' found","notes":["Usage: mizzle generate --output <FORMAT>"],"next":["`mizzle --help` lists the commands, `mizzle COMMAND --help` the flags of one"]}}
    --- exit 1
    "#);
    assert_snapshot!(Project::empty().mizzle(&["pull", "--output=json"]), @r#"
    --- stdout
    {"status":"error","error":{"code":"unsupported_command_error","message":"`pull` is a command of drizzle-kit that this version of mizzle does not have","next":["`npx drizzle-kit pull` works beside mizzle: config, folder and ledger are the same"]}}
    --- exit 1
    "#);
}

#[test]
fn a_closed_pipe_is_no_error() {
    use std::process::Stdio;
    let project = Project::empty();
    let mut child =
        project.command(&["generate", "--help"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
