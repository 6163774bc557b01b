//! Snapshot files that the real drizzle-kits made of `schema.ts`: read, and written
//! again byte for byte. (`v9_diff.json` follows after some changes to that schema.)
//! The `interop` tests do the same with fresh files and a richer schema.

mod kits;
mod older;
