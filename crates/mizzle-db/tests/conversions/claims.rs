//! What is called lossless.

use crate::values::TYPES;
use crate::{Conversion, Server};
use mizzle_core::naming::Line;

/// In these the same instant is another time of day, and one has days without a midnight.
const ZONES: [&str; 3] = ["UTC", "America/Sao_Paulo", "Asia/Kathmandu"];

/// So many pairs are called lossless at least, on either line.
const LEAST: usize = 600;

fn without_loss(line: Line) {
    let mut server = Server::start();
    let (mut wrong, mut claims) = (Vec::new(), 0);
    for from in TYPES {
        for to in TYPES {
            let Some(conversion) = Conversion::new(from, to, line) else { continue };
            if !conversion.lost().is_empty() {
                continue;
            }
            claims += 1;
            let down = conversion.way_back();
            let zones =
                if is_of_time(from.0) || is_of_time(to.0) { &ZONES[..] } else { &ZONES[..1] };
            for zone in zones {
                server.set_time_zone(zone);
                let changed = server.changed(&conversion, &conversion.up, &down);
                let changed = changed.iter().map(|value| format!("{conversion} ({zone}): {value}"));
                wrong.extend(changed);
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {claims}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(claims >= LEAST, "only {claims}");
}

fn is_of_time(ty: &str) -> bool {
    ["time", "date", "interval"].iter().any(|word| ty.contains(word))
}

#[test]
fn what_is_lossless_comes_back_of_the_0_x_line() {
    without_loss(Line::V0);
}

#[test]
fn what_is_lossless_comes_back_of_the_1_0_line() {
    without_loss(Line::V1);
}
