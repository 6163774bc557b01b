//! `mizzle.sum` as people and git leave it.

use mizzle_core::folder::sum::{
    Difference, Fate, Line, Part, Present, Rehearsed, Sum, attributes, hash_of,
};

fn line(sql: &str, down: Option<&str>, rehearsed: Rehearsed) -> Line {
    let down = down.map(|text| hash_of(text.as_bytes()));
    Line { sql: hash_of(sql.as_bytes()), down, rehearsed }
}

fn present(name: &str, sql: Option<&str>, down: Option<&str>) -> Present {
    let hash = |text: &str| hash_of(text.as_bytes());
    Present { name: name.to_owned(), sql: sql.map(hash), down: down.map(hash) }
}

fn sum() -> Sum {
    let mut sum = Sum::default();
    sum.set("0001_b", line("b", Some("undo b"), Rehearsed::On("local-15.20".into())));
    sum.set("0000_a", line("a", None, Rehearsed::No));
    sum.set("0002_some name", line("c", None, Rehearsed::Partly(3)));
    sum
}

/// Each difference in short.
fn compared(sum: &Sum, present: &[Present]) -> Vec<(String, Part, Fate)> {
    let all = sum.compare(present).into_iter();
    all.map(|Difference { name, part, fate, .. }| (name, part, fate)).collect()
}

#[test]
fn one_line_a_migration_sorted_by_name() {
    let text = sum().to_string();
    let a = hash_of(b"a");
    assert_eq!(text.lines().next(), Some(format!("0000_a sql:{a} down:- rehearsed:no").as_str()));
    let starts: Vec<&str> = text.lines().filter_map(|line| line.split(" sql:").next()).collect();
    assert_eq!(starts, ["0000_a", "0001_b", "0002_some name"]);
    assert!(text.contains(" rehearsed:local-15.20\n") && text.ends_with(" rehearsed:partial:3\n"));
    assert_eq!(Sum::read(&text), sum());
}

#[test]
fn line_ends_and_case_say_nothing() {
    let text = sum().to_string();
    assert_eq!(Sum::read(&text.replace('\n', "\r\n")), sum());
    let shouted = text.replace(&hash_of(b"a"), &hash_of(b"a").to_uppercase());
    assert_eq!(Sum::read(&format!("\u{feff}{shouted}\n\n")), sum());
    assert_eq!(hash_of(b"a;\r\nb;\r\n"), hash_of(b"a;\nb;\n"));
}

#[test]
fn both_sides_of_a_merge_count() {
    let ours = format!("0001_b sql:{} down:- rehearsed:no", hash_of(b"ours"));
    let theirs = format!("0001_b sql:{} down:- rehearsed:no", hash_of(b"theirs"));
    let base = format!("0001_b sql:{} down:- rehearsed:no", hash_of(b"base"));
    let text =
        format!("<<<<<<< HEAD\n{ours}\n||||||| 1234\n{base}\n=======\n{theirs}\n>>>>>>> other\n");
    let mut sum = Sum::read(&text);
    assert_eq!(sum.unreadable(), []);
    for text in ["ours", "theirs"] {
        assert_eq!(compared(&sum, &[present("0001_b", Some(text), None)]), []);
    }
    let edited = present("0001_b", Some("base"), None);
    assert_eq!(compared(&sum, &[edited]), [("0001_b".to_owned(), Part::Sql, Fate::Edited)]);
    assert_eq!(sum.to_string(), format!("{ours}\n{theirs}\n"));
    sum.settle(&present("0001_b", Some("theirs"), None));
    assert_eq!(sum.to_string(), format!("{theirs}\n"));
}

#[test]
fn of_two_lines_that_fit_the_rehearsed_one_counts() {
    let no = format!("0000_a sql:{} down:- rehearsed:no\n", hash_of(b"a"));
    let text = format!("{no}{}", no.replace("rehearsed:no", "rehearsed:embedded-18.0"));
    let sum = Sum::read(&text);
    let a = present("0000_a", Some("a"), None);
    assert_eq!(sum.rehearsed(&a), Rehearsed::On("embedded-18.0".into()));
    // It was another text that ran.
    assert_eq!(sum.rehearsed(&present("0000_a", Some("b"), None)), Rehearsed::No);
}

#[test]
fn what_says_nothing_known_is_kept_and_named() {
    let a = hash_of(b"a");
    for odd in ["hello", "# a comment", "0000_a sql:12 down:-", &format!(" sql:{a}")] {
        let sum = Sum::read(&format!("{odd}\n0000_a sql:{a} down:- rehearsed:no\n"));
        assert_eq!(sum.unreadable(), [(1, odd.trim().to_owned())]);
        assert!(sum.to_string().ends_with(&format!("{}\n", odd.trim())));
        assert!(sum.knows("0000_a"));
    }
    // A later mizzle may say more, or less.
    let later =
        Sum::read(&format!("0000_a sql:{a} down:- rehearsed:no seen:twice\n0001_b sql:{a}\n"));
    assert_eq!((later.unreadable(), later.knows("0001_b")), (&[][..], true));
}

#[test]
fn what_became_of_each_file() {
    let all = [
        present("0000_a", Some("a"), None),
        present("0001_b", Some("b"), Some("undo b")),
        present("0002_some name", Some("c"), None),
    ];
    assert_eq!(compared(&sum(), &all), []);
    type Case = (usize, Present, &'static [(Part, Fate)]);
    let cases: [Case; 8] = [
        (0, present("0000_a", Some("x"), None), &[(Part::Sql, Fate::Edited)]),
        (0, present("0000_a", None, None), &[(Part::Sql, Fate::Removed)]),
        (0, present("0000_a", Some("a"), Some("mine")), &[(Part::Down, Fate::Unknown)]),
        (1, present("0001_b", Some("b"), Some("x")), &[(Part::Down, Fate::Edited)]),
        (1, present("0001_b", Some("b"), None), &[(Part::Down, Fate::Removed)]),
        (
            1,
            present("0001_b", Some("x"), Some("x")),
            &[(Part::Sql, Fate::Edited), (Part::Down, Fate::Edited)],
        ),
        (1, present("0001_b", Some("x"), Some("undo b")), &[(Part::Sql, Fate::Edited)]),
        (1, present("0001_b", None, Some("undo b")), &[(Part::Sql, Fate::Removed)]),
    ];
    for (at, changed, expected) in cases {
        let mut files = all.clone();
        files[at] = changed.clone();
        let found = compared(&sum(), &files);
        let found: Vec<_> = found.iter().map(|(_, part, fate)| (*part, *fate)).collect();
        assert_eq!(found, expected, "{changed:?}");
    }
}

#[test]
fn new_ones_are_unknown_and_renamed_ones_are_found() {
    let files = [
        present("0000_a", Some("a"), None),
        present("0002_some name", Some("c"), None),
        present("0003_late_b", Some("b"), None),
        present("0004_missing", None, None),
    ];
    let found = sum().compare(&files);
    let fates: Vec<_> = found.iter().map(|one| (one.name.as_str(), one.fate)).collect();
    assert_eq!(fates, [("0003_late_b", Fate::Unknown), ("0001_b", Fate::Removed)]);
    assert_eq!(found[1].renamed.as_deref(), Some("0003_late_b"));
    assert!(!found[0].stops() && found[1].stops());
}

#[test]
fn a_name_makes_no_second_line() {
    let mut sum = Sum::default();
    sum.set("0000_a\nb", line("a", None, Rehearsed::No));
    assert_eq!(sum.to_string().lines().count(), 1);
    let again = Sum::read(&sum.to_string());
    assert!(again.knows("0000_a\nb"));
    assert_eq!(again.compare(&[present("0000_a\nb", Some("a"), None)]), []);
}

#[test]
fn attributes_are_written_once() {
    let line = "mizzle.sum merge=union\n";
    assert_eq!(attributes("").as_deref(), Some(line));
    assert_eq!(attributes("* text=auto").unwrap(), format!("* text=auto\n{line}"));
    assert_eq!(attributes("* text\r\n").unwrap(), "* text\r\nmizzle.sum merge=union\r\n");
    assert_eq!(attributes(line), None);
    // Somebody has decided.
    assert_eq!(attributes("mizzle.sum -merge\n"), None);
}
