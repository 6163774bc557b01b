//! See ARCHITECTURE.md.

pub mod devdb;
#[cfg(any(test, feature = "test-support"))]
pub mod test_support;
