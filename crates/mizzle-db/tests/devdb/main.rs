//! Development databases, on the engines that this machine has.

mod cluster;
mod sql;
