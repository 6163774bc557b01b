//! Code that does not end, or wants too much: it is stopped, and shown where it was.

use crate::project::{Project, error_of};
use insta::assert_snapshot;
use std::time::Duration;

#[test]
fn a_loop_is_stopped() {
    for text in [
        "while (true) {}",
        "for (;;) { try { while (true) {} } catch {} finally { while (true) {} } }",
        "for (;;) await null;",
        "await new Promise((resolve) => setTimeout(resolve, 1e9));",
        "/^(a+)+$/.test('a'.repeat(40) + 'b');",
    ] {
        let text = format!("export const a = 1;\n{text}\n");
        let project = Project::with(&[("schema.ts", &text)], |options| {
            options.limits.time = Duration::from_millis(300);
        });
        let started = std::time::Instant::now();
        let error = project.error("schema.ts");
        assert!(error.starts_with("Timeout: the code did not finish within 0.3 s"), "{error}");
        assert!(started.elapsed() < Duration::from_secs(5), "{text}");
    }
}

#[test]
fn a_loop_has_its_place() {
    let place = |text: &str| {
        let project = Project::with(&[("schema.ts", text)], |options| {
            options.limits.time = Duration::from_millis(200);
        });
        project.error("schema.ts").lines().skip(1).take(2).collect::<Vec<_>>().join("\n")
    };
    let project = Project::with(
        &[("schema.ts", "export const a = 1;\nfunction spin() {\n  for (;;) {}\n}\nspin();\n")],
        |options| options.limits.time = Duration::from_millis(200),
    );
    assert_snapshot!(project.error("schema.ts"), @"
    Timeout: the code did not finish within 0.2 s and was stopped
      --> schema.ts:3:3
       |   for (;;) {}
       |   ^^^
      at spin schema.ts:3:3
      at  schema.ts:5:1
      hint: look for a loop that does not end, or for work that belongs into the application
    ");
    assert_snapshot!(place("export const a = 1;\nlet i = 0;\nwhile (true) {\n  i += 1;\n}\n"), @"
    --> schema.ts:3:1
     | while (true) {
    ");
    assert_snapshot!(place("const b = [1].map((x) => {\n  let i = x;\n  do {\n    i = 2;\n  } while (i);\n  return i;\n});\nexport const a = b;\n"), @"
    --> schema.ts:3:3
     |   do {
    ");
    // The head of a method has no position in the engine's tables: the call is shown.
    assert_snapshot!(place("class A {\n  spin() {\n    for (;;) {}\n  }\n}\nexport const a = { b: new A().spin() };\n"), @"
    --> schema.ts:6:31
     | export const a = { b: new A().spin() };
    ");
    // Built-in code that runs long is where it is called, whatever comes after it.
    assert_snapshot!(place("export const a = /^(a+)+$/.test('a'.repeat(40) + 'b');\nfor (const b of [a]) console.log(b);\n"), @"
    --> schema.ts:1:46
     | export const a = /^(a+)+$/.test('a'.repeat(40) + 'b');
    ");
    // Which of the two calls it was is chance.
    let recursion = "const f = (n: number): number => (n < 2 ? n : f(n - 1) + f(n - 2));\nexport const a = f(90);\n";
    assert!(place(recursion).contains("schema.ts:1:"), "{}", place(recursion));
    assert_snapshot!(place("export const a = 1;\nawait new Promise((resolve) => setTimeout(resolve, 1e9));\n"), @"
    --> schema.ts:2:1
     | await new Promise((resolve) => setTimeout(resolve, 1e9));
    ");
}

#[test]
fn where_several_files_may_wait_all_are_named() {
    let wait = "await new Promise((resolve) => setTimeout(resolve, 1e9));\nexport const a = 1;\n";
    let project = Project::with(
        &[("a.ts", wait), ("b.ts", wait), ("schema.ts", "export * from './a';\nimport './b';\n")],
        |options| options.limits.time = Duration::from_millis(200),
    );
    assert_snapshot!(project.error("schema.ts"), @"
    Timeout: the code of schema.ts did not finish within 0.2 s and was stopped
      hint: look for a loop that does not end, or for work that belongs into the application
    ");
}

#[test]
fn what_eats_memory_has_its_place() {
    let error = |text: &str| {
        let project = Project::with(&[("schema.ts", text)], |options| {
            options.limits.memory = 64 << 20;
        });
        project.error("schema.ts")
    };
    assert_snapshot!(error("export const a = 1;\nlet list: any;\nfor (;;) {\n  list = { list };\n}\n"), @"
    Memory: the code needs more than 64 MiB of memory and was stopped
      --> schema.ts:3:1
       | for (;;) {
       | ^^^
      at  schema.ts:3:1
      hint: look for a loop that collects without end, or for data that is not the schema's
    ");
    let rows = "const rows: any[] = [];\nfunction fill() {\n  while (true) rows.push({ id: rows.length });\n}\nfill();\nexport const a = rows;\n";
    assert!(error(rows).contains("Memory: the code needs more than 64 MiB"), "{}", error(rows));
    assert!(error(rows).contains("schema.ts:3:"), "{}", error(rows));
    assert_snapshot!(error("export const a = new ArrayBuffer(1 << 30);\n"), @"
    Memory: the code needs more than 64 MiB of memory and was stopped
      --> schema.ts:1:34
       | export const a = new ArrayBuffer(1 << 30);
       |                                  ^
      at  schema.ts:1:34
      hint: look for a loop that collects without end, or for data that is not the schema's
    ");
}

#[test]
fn memory_is_limited() {
    for text in [
        "const a = []; for (;;) a.push(new Array(1000).fill(1));",
        "let a = 'x'; for (;;) a += a;",
        "const a = []; for (;;) a.push(new ArrayBuffer(1 << 20));",
        "const a = []; try { for (;;) a.push(new Array(1000).fill(1)); } catch { for (;;) a.push([a]); }",
    ] {
        let project = Project::with(&[("schema.ts", text)], |options| {
            options.limits.memory = 64 << 20;
            options.limits.time = Duration::from_secs(10);
        });
        let error = project.error("schema.ts");
        let expected =
            ["Memory: ", "Thrown: RangeError: ", "Thrown: InternalError: string too long"];
        assert!(expected.iter().any(|start| error.starts_with(start)), "{text}: {error}");
    }
}

#[test]
fn an_await_that_never_settles_is_reported_at_once() {
    assert_snapshot!(error_of("export const a = 1;\nawait new Promise(() => {});\n"), @"
    NeverSettles: a top-level `await` waits for something that can no longer happen
      --> schema.ts:2:1
       | await new Promise(() => {});
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      hint: a promise that is never resolved, or modules that wait for each other: an import cycle with top-level `await`
    ");
}

#[test]
fn recursion_without_end_is_an_error() {
    assert_snapshot!(error_of("const f = (): number => 1 + f();\nexport const a = f();\n").lines().take(4).collect::<Vec<_>>().join("\n"), @"
    Thrown: RangeError: Maximum call stack size exceeded
      --> schema.ts:1:25
       | const f = (): number => 1 + f();
       |                         ^
    ");
}

#[test]
fn absurd_nesting_does_not_end_the_process() {
    for (open, close) in
        [("(", ")"), ("[", "]"), ("{a:", "}"), ("!", ""), ("a=>", ""), ("-", ""), ("f(", ")")]
    {
        for depth in [1_000, 4_000, 300_000] {
            let text = format!(
                "const a = 1, f = (x: any) => x;\nexport const b = {}1{};",
                open.repeat(depth),
                close.repeat(depth)
            );
            let project = Project::new(&[("schema.ts", &text)]);
            // Some of these are fine; none may take the process down.
            drop(project.load("schema.ts"));
        }
    }
    for piece in
        ["if (a) ", "else if (a) ; ", "a.b", "1+", "`${", "a?b:", "await ", "type A=", "[[", "x<"]
    {
        let text = format!("const a: any = 1;\nexport const b = {};", piece.repeat(1_000));
        drop(Project::new(&[("schema.ts", &text)]).load("schema.ts"));
    }
}
