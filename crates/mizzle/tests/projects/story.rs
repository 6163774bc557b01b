//! A story: lines that start with `$` are what is done, the lines below each are what came of
//! it. Everything above the first is for readers.

use crate::life::Life;
use std::fmt::Write;
use std::path::Path;

/// Does what the story of a folder says, and compares what comes of it.
pub(crate) fn tell(folder: &Path, orm: &str) {
    let file = folder.join("story.txt");
    let expected = std::fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
    let (head, steps) = steps(&expected);
    let mut life = Life::new(folder, orm);
    let mut told = head.to_owned();
    for step in steps {
        let said = life.step(&words(step));
        writeln!(told, "$ {step}").unwrap();
        if !said.is_empty() {
            writeln!(told, "{}", said.trim_end()).unwrap();
        }
        told.push('\n');
    }
    let told = format!("{}\n", told.trim_end());
    if told == expected {
        return;
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&file, told).unwrap();
        return;
    }
    let at = told.lines().zip(expected.lines()).take_while(|(one, other)| one == other).count();
    let rest = |text: &str| text.lines().skip(at).take(12).collect::<Vec<_>>().join("\n");
    panic!(
        "{} goes otherwise from line {} on. Expected:\n{}\n\nCame:\n{}\n\nrun with UPDATE_EXPECT=1 \
         to take this over, and read it before it is committed",
        file.display(),
        at + 1,
        rest(&expected),
        rest(&told)
    );
}

/// The text above the first step, and the steps.
fn steps(story: &str) -> (&str, Vec<&str>) {
    let start = if story.starts_with("$ ") { 0 } else { story.find("\n$ ").unwrap() + 1 };
    let steps = story[start..].lines().filter_map(|line| line.strip_prefix("$ "));
    (&story[..start], steps.collect())
}

/// The words of a step, as a shell parts them: what stands between `'` is one.
fn words(step: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for character in step.chars() {
        match character {
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(character),
        }
    }
    words
}
