//! Which migration somebody means who does not type its whole name.

/// What a word comes to among names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// One of them, by its place.
    One(usize),
    /// None; these come near, the last one among them.
    None(Vec<String>),
    /// Several begin with it.
    Several(Vec<String>),
}

/// Finds a name by the whole of it, by the number that it begins with, or by its beginning.
pub fn find(names: &[&str], wanted: &str) -> Named {
    if let Some(at) = names.iter().position(|name| *name == wanted) {
        return Named::One(at);
    }
    let fitting = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let all = names.iter().enumerate();
        all.filter(|(_, name)| fits(name)).map(|(at, _)| at).collect()
    };
    // `3` is `0003_…`, whatever else begins with a 3.
    let number: Option<u64> = wanted.parse().ok();
    let mut candidates = fitting(&|name| number.is_some() && leading_number(name) == number);
    if candidates.is_empty() {
        candidates = fitting(&|name| name.starts_with(wanted));
    }
    match candidates.as_slice() {
        [at] => Named::One(*at),
        [] => {
            let mut near: Vec<String> = Vec::new();
            for name in names.iter().filter(|name| name.contains(wanted)).chain(names.last()) {
                if near.len() < 5 && !near.iter().any(|known| known == name) {
                    near.push((*name).to_owned());
                }
            }
            Named::None(near)
        }
        several => {
            let name = |at: &usize| names.get(*at).map(|name| (*name).to_owned());
            Named::Several(several.iter().filter_map(name).collect())
        }
    }
}

fn leading_number(name: &str) -> Option<u64> {
    name.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 4] = ["0002_b", "0003_add_users", "0030_c", "0031_add_posts"];

    #[test]
    fn by_name_number_or_beginning() {
        assert_eq!(find(&NAMES, "0030_c"), Named::One(2));
        assert_eq!(find(&NAMES, "3"), Named::One(1));
        assert_eq!(find(&NAMES, "0031_"), Named::One(3));
        let several = vec!["0030_c".to_owned(), "0031_add_posts".to_owned()];
        assert_eq!(find(&NAMES, "003"), Named::One(1));
        assert_eq!(find(&["0030_c", "0031_add_posts"], "003"), Named::Several(several));
    }

    #[test]
    fn what_is_near_is_named_once() {
        let near = |wanted| match find(&NAMES, wanted) {
            Named::None(near) => near,
            Named::One(_) | Named::Several(_) => Vec::new(),
        };
        assert_eq!(near("add"), ["0003_add_users", "0031_add_posts"]);
        assert_eq!(near("x"), ["0031_add_posts"]);
        assert_eq!(find(&[], "x"), Named::None(Vec::new()));
    }
}
